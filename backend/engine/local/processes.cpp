// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/engine/local/processes.h"

#include "backend/engine/local/nodefolder.h"

#include <QDir>
#include <QFile>

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <cerrno>

namespace Atelier::Engine {

quint64 startTimeOf(pid_t pid)
{
    const QByteArray stat = contentOf(QStringLiteral("/proc/%1/stat").arg(pid));
    // The name in parentheses may hold anything; the fields begin after the last one.
    const QList<QByteArray> fields = stat.mid(stat.lastIndexOf(')') + 2).split(' ');
    constexpr qsizetype startTime = 19; // field 22 of proc(5), counted from the state
    // A dead process that nobody has waited for has ended as far as we are concerned.
    return fields.size() > startTime && fields.first() != "Z" ? fields.at(startTime).toULongLong()
                                                              : 0;
}

bool isAlive(const ProcessIdentity &process)
{
    return process.pid > 0 && process.startTime != 0
           && startTimeOf(process.pid) == process.startTime;
}

Boot thisBoot()
{
    Boot boot{.id = QString::fromLatin1(
                  contentOf(QStringLiteral("/proc/sys/kernel/random/boot_id")).trimmed())};
    const QList<QByteArray> lines = contentOf(QStringLiteral("/proc/stat")).split('\n');
    for (const QByteArray &line : lines) {
        if (line.startsWith("btime ")) {
            boot.time = QDateTime::fromSecsSinceEpoch(line.mid(6).trimmed().toLongLong());
        }
    }
    return boot;
}

QList<pid_t> processesWithEnvironment(const QByteArray &entry)
{
    QList<pid_t> result;
    const QByteArray wanted = '\0' + entry + '\0';
    const QStringList names =
        QDir(QStringLiteral("/proc")).entryList(QDir::Dirs | QDir::NoDotAndDotDot);
    for (const QString &name : names) {
        bool isNumber = false;
        const int pid = name.toInt(&isNumber);
        if (!isNumber || pid == ::getpid()) {
            continue;
        }
        const QByteArray environment = '\0'
                                       + contentOf(QStringLiteral("/proc/%1/environ").arg(pid));
        if (environment.contains(wanted)) {
            result.append(pid);
        }
    }
    return result;
}

bool isLocked(const QString &path)
{
    const int file = ::open(QFile::encodeName(path).constData(), O_RDONLY | O_CLOEXEC);
    if (file < 0) {
        return false;
    }
    const bool locked = ::flock(file, LOCK_SH | LOCK_NB) != 0 && errno == EWOULDBLOCK;
    ::close(file);
    return locked;
}

} // namespace Atelier::Engine
