// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/core/portholder.h"

#include "backend/core/socketowner.h"

#include <QDir>
#include <QFile>

#include <unistd.h>

namespace Atelier {

namespace {

/** The name of process @p pid; what does not print is left out. */
QString programName(qint64 pid)
{
    QFile file(QStringLiteral("/proc/%1/comm").arg(pid));
    if (!file.open(QIODevice::ReadOnly)) {
        return {};
    }
    QString name = QString::fromUtf8(file.readAll()).trimmed();
    name.removeIf([](QChar character) { return !character.isPrint(); });
    return name;
}

} // namespace

std::optional<PortHolder> portHolder(quint16 port)
{
    const QList<SocketOwner> owners = listenersAt(port);
    if (owners.isEmpty()) {
        return std::nullopt;
    }
    const SocketOwner &owner = owners.constFirst();
    const qint64 self = ::getpid();
    if (processHolds(self, owner.inode) == Holds::Yes) {
        return PortHolder{.isOurs = true, .pid = self, .name = programName(self)};
    }
    PortHolder holder{.isForeign = owner.uid != ::geteuid()};
    const QStringList entries =
        QDir(QStringLiteral("/proc")).entryList(QDir::Dirs | QDir::NoDotAndDotDot);
    for (const QString &entry : entries) {
        bool isNumber = false;
        const qint64 pid = entry.toLongLong(&isNumber);
        if (isNumber && processHolds(pid, owner.inode) == Holds::Yes) {
            holder.pid = pid;
            holder.name = programName(pid);
            break;
        }
    }
    return holder;
}

} // namespace Atelier
