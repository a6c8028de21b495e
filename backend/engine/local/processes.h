// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QDateTime>
#include <QList>
#include <QString>

#include <sys/types.h>

namespace Atelier::Engine {

/** A process told apart from a later one with the same number. */
struct ProcessIdentity
{
    pid_t pid = 0;
    quint64 startTime = 0; ///< clock ticks since the boot, field 22 of /proc/PID/stat
    bool operator==(const ProcessIdentity &) const = default;
};

/** The time field of a process; 0 when there is none with this number. */
[[nodiscard]] quint64 startTimeOf(pid_t pid);
[[nodiscard]] bool isAlive(const ProcessIdentity &process);

/** One run of the computer, told apart by its id alone: the clock may be set. */
struct Boot
{
    QString id = {};
    QDateTime time = {}; ///< when it began, as the clock says now
};
[[nodiscard]] Boot thisBoot();

/** Processes of this user whose environment holds @p entry ("NAME=value"). */
[[nodiscard]] QList<pid_t> processesWithEnvironment(const QByteArray &entry);

/** Whether some process holds the flock on @p path. */
[[nodiscard]] bool isLocked(const QString &path);

} // namespace Atelier::Engine
