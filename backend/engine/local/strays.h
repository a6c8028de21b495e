// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backend/engine/local/processes.h"

#include <QString>
#include <QStringList>

namespace Atelier::Engine {

/** Where the folders of nodes are kept that nobody knows, but that hold somebody's files. */
[[nodiscard]] QString setAsideFolder(const QString &dataFolder);

/** Ends the nodes in @p strays, folders that no row knows. What was being deleted and what holds
 * nothing of a user is removed; all else is set aside, since a database that is put back from a
 * backup may know less than the disk. What cannot be ended, removed or moved is left to the next
 * start. Blocks. */
void clearStrays(const QString &dataFolder, const QStringList &strays, const Boot &boot);

} // namespace Atelier::Engine
