// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/integration/processes.h"

#include <QDir>
#include <QFile>

namespace Atelier::Test {

using namespace Qt::StringLiterals;

QByteArray statusOf(qint64 pid, const QByteArray &key)
{
    QFile file(u"/proc/%1/status"_s.arg(pid));
    if (!file.open(QIODevice::ReadOnly)) {
        return {};
    }
    for (const QByteArray &line : file.readAll().split('\n')) {
        if (line.startsWith(QByteArray(key + ":\t"))) {
            return line.sliced(key.size() + 2).trimmed();
        }
    }
    return {};
}

QList<qint64> renderersOf(qint64 ancestor)
{
    const auto parentOf = [](qint64 pid) { return statusOf(pid, "PPid").toLongLong(); };
    const auto isBelow = [&](qint64 pid) {
        while (pid > 1 && pid != ancestor) {
            pid = parentOf(pid);
        }
        return pid == ancestor;
    };
    const auto isZygote = [](qint64 pid) {
        QFile line(u"/proc/%1/cmdline"_s.arg(pid));
        return line.open(QIODevice::ReadOnly) && line.readAll().contains("--type=zygote");
    };
    QList<qint64> renderers;
    for (const QString &entry : QDir(u"/proc"_s).entryList(QDir::Dirs)) {
        const qint64 pid = entry.toLongLong();
        if (pid <= 1 || !isZygote(pid)) {
            continue;
        }
        // They keep the command line of what they were forked from: a zygote in the sandbox, which
        // itself was forked by one outside.
        const qint64 inner = parentOf(pid);
        if (isZygote(inner) && isZygote(parentOf(inner)) && isBelow(pid)) {
            renderers.append(pid);
        }
    }
    return renderers;
}

} // namespace Atelier::Test
