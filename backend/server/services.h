// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backend/engine/computeengine.h"
#include "backend/server/instanceregistry.h"
#include "backend/server/streams.h"

#include <QByteArray>
#include <QString>

namespace Atelier::Server {

/** What the handlers work with; all of it outlives every request. */
struct Services
{
    InstanceRegistry *registry = nullptr;
    Engine::ComputeEngine *engine = nullptr;
    Streams *streams = nullptr;         ///< parent of what is open for longer than one answer
    QString workspaceFolder = {};       ///< the shared folder of this computer
    QList<QByteArray> tokenHashes = {}; ///< SHA-256 of the tokens that may call
};

} // namespace Atelier::Server
