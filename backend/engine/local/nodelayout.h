// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backend/engine/local/hostenvironment.h"

#include <QString>

namespace Atelier::Engine {

/** Where things are as a node's own processes see them. */
struct NodeLayout
{
    QString id = {};
    QString mark = {}; ///< $ATELIER_NODE of every process: no other node's, of no data folder
    bool isolated = true;
    QString user = {};
    QString home = {};
    QString instance = {}; ///< our files: configuration, scripts, keys; read-only inside a sandbox
    QString runtime = {};  ///< $XDG_RUNTIME_DIR: private, with a path short enough for sockets
    QString cache = {};    ///< downloads of pip and uv, shared by all nodes
};

/** Where programs are looked for, without those of the node's own environment. */
[[nodiscard]] QString systemPath();

/** The environment of every login and of what is set up at the start. */
[[nodiscard]] Variables nodeVariables(const NodeLayout &layout, const HostEnvironment &host);

} // namespace Atelier::Engine
