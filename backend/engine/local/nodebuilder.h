// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backend/engine/computeengine.h"
#include "backend/engine/local/nodefolder.h"
#include "backend/engine/local/nodelayout.h"
#include "backend/engine/local/runfolder.h"

namespace Atelier::Engine {

/** What a node is made of besides its specification. */
struct BuildContext
{
    QString dataFolder = {};
    QString workspace = {}; ///< the shared workspace on this computer
    NodePrograms programs = {};
    Error noSandbox = {}; ///< why there is none; without message: sandboxed
    QByteArray resolvConf = {};
    QList<int> cpus = {};     ///< the cores of the node; empty: all
    QString memoryGroup = {}; ///< folder for its cgroup; empty: memory is not limited
};

/** Where @p id has its folder; the id is a name, never a path. */
[[nodiscard]] NodeFolder folderOf(const QString &dataFolder, const QString &id);

/** Stands before the id in the name of a folder that is being removed. */
inline constexpr QLatin1String removedPrefix(".removed-");

/** Writes everything that the node's keeper needs to start it. Blocks; for a worker thread. */
[[nodiscard]] Result<void> buildNode(const NodeSpec &spec, const BuildContext &context);

} // namespace Atelier::Engine
