// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/daemon/processlist.h"

#include <QDir>
#include <QFile>
#include <QMap>
#include <QSet>
#include <QStringList>

namespace Atelier::Daemon {

namespace {

using namespace Qt::StringLiterals;

struct ListedProcess
{
    QString name = {};
    qint64 parent = 0;
    QString state = {};
    QString started = {}; ///< in the clock ticks of the boot
    QString pages = {};
    QString command = {};
};

QByteArray procFile(qint64 pid, const QString &name)
{
    QFile file(u"/proc/%1/%2"_s.arg(pid).arg(name));
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

/** proc(5): the name is in brackets and may hold anything. */
ListedProcess readProcess(qint64 pid)
{
    const QString stat = QString::fromLocal8Bit(procFile(pid, u"stat"_s));
    const qsizetype open = stat.indexOf(u'(');
    const qsizetype close = stat.lastIndexOf(u')');
    if (open < 0 || close < open) {
        return {};
    }
    const QStringList fields = stat.sliced(close + 1).split(u' ', Qt::SkipEmptyParts);
    return {.name = stat.sliced(open + 1, close - open - 1),
            .parent = fields.value(1).toLongLong(),
            .state = fields.value(0),
            .started = fields.value(19),
            .pages = fields.value(21),
            .command = QString::fromLocal8Bit(
                procFile(pid, u"cmdline"_s).replace('\0', ' ').trimmed())};
}

bool isOurProgram(const QString &name)
{
    return name == "atelierd"_L1 || name == "atelier-shim"_L1;
}

} // namespace

QString processList()
{
    QMap<qint64, ListedProcess> all;
    for (const QString &entry : QDir(u"/proc"_s).entryList(QDir::Dirs)) {
        if (const qint64 pid = entry.toLongLong(); pid > 0) {
            all.insert(pid, readProcess(pid));
        }
    }
    QSet<qint64> told;
    qsizetype before = -1;
    while (told.size() != before) { // a child may have a smaller number than its parent
        before = told.size();
        for (const auto &[pid, process] : all.asKeyValueRange()) {
            if (isOurProgram(process.name) || told.contains(process.parent)) {
                told.insert(pid);
            }
        }
    }
    QString text = u"pid\tparent\tstate\tstarted\tpages\tprogram\n"_s;
    for (const auto &[pid, process] : all.asKeyValueRange()) {
        if (told.contains(pid)) {
            text += u"%1\t%2\t%3\t%4\t%5\t%6\n"_s.arg(pid)
                        .arg(process.parent)
                        .arg(process.state,
                             process.started,
                             process.pages,
                             isOurProgram(process.name) ? process.command : process.name);
        }
    }
    return text;
}

} // namespace Atelier::Daemon
