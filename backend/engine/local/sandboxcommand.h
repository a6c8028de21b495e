// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backend/arm/computeinstance.h"
#include "backend/core/result.h"
#include "backend/engine/local/nodefolder.h"
#include "backend/engine/local/nodelayout.h"
#include "backend/engine/local/runfolder.h"

#include <QList>
#include <QStringList>

namespace Atelier::Engine {

/** What a sandbox sees besides its own folders. */
struct SandboxView
{
    QString hostName = {};
    QString workspace = {}; ///< the shared workspace on the host
    QString cache = {};     ///< the shared downloads on the host
    QList<Arm::DataMount> mounts = {};
    QStringList etcEntries = {};  ///< of the host's /etc, bound over the composed one
    QStringList neededPaths = {}; ///< bound read-only at the same place
};

/** The path of the shared workspace inside. */
[[nodiscard]] QString workspaceInside(const NodeLayout &layout);

/** The path inside that a folder's mount path means: "~/x" is below the home. */
[[nodiscard]] QString mountPointInside(const Arm::DataMount &mount, const NodeLayout &layout);

/** Whether every folder exists and is allowed where it shall appear; names the first that is not.
 */
[[nodiscard]] Result<void> checkMounts(const QList<Arm::DataMount> &mounts,
                                       const NodeLayout &layout);

/** The whole command; "{port}" and "{info}" stand for what is known later. */
[[nodiscard]] QStringList sandboxCommand(const NodePrograms &programs,
                                         const NodeFolder &folder,
                                         const NodeLayout &layout,
                                         const SandboxView &view);

/** Whether this computer lets us make sandboxes; the error's detail is what bubblewrap said.
 * Blocks. */
[[nodiscard]] Result<void> trySandbox(const QString &bwrap);

} // namespace Atelier::Engine
