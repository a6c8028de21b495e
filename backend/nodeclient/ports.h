// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backend/core/result.h"
#include "backend/nodeclient/portwatch.h"

#include <QFuture>
#include <QList>

#include <memory>

namespace Atelier::NodeClient {

class Client;

/** The ports at which this user's programs listen on the node now, in their order. */
[[nodiscard]] QFuture<Result<QList<ListeningPort>>> listPorts(Client *client);

/** Watches them, a look each two seconds on the node. A watch ends with its connection: whoever
 * wants to know on makes another. */
[[nodiscard]] std::unique_ptr<PortWatch> watchPorts(Client *client);

} // namespace Atelier::NodeClient
