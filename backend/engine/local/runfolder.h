// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backend/core/result.h"
#include "backend/engine/local/nodefolder.h"
#include "backend/engine/local/nodelayout.h"

#include <QStringList>

namespace Atelier::Engine {

/** The programs of the host that a node is made with. */
struct NodePrograms
{
    QString bwrap = {};
    QString sshd = {};
    QString sshKeygen = {};
    QString sftpServer = {};
    QString python = {};
};

/** Looks for all but Python, which the node itself looks for. */
[[nodiscard]] NodePrograms findPrograms();

/** Writes what a node runs from: SSH configuration, scripts, and the host key where it is missing.
 */
[[nodiscard]] Result<void> composeRun(const NodeFolder &folder,
                                      const NodeLayout &layout,
                                      const HostEnvironment &host,
                                      const NodePrograms &programs);

/** Replaces the keys that may log in. */
[[nodiscard]] Result<void> writeAuthorizedKeys(const NodeFolder &folder, const QStringList &keys);

} // namespace Atelier::Engine
