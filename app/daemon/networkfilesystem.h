// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

namespace Atelier::Daemon {

/** The kind of file system at @p folder ("NFS") where a lock may not hold against another computer,
 *  nor SQLite's index in shared memory; empty where both do. */
[[nodiscard]] QString networkFileSystemAt(const QString &folder);

} // namespace Atelier::Daemon
