// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backend/core/error.h"
#include "backend/node/protocol/outcome.h"

#include <QByteArray>

namespace Atelier::NodeClient {

/** What a node's (or a local unpacker's) @p fault says to a person; @p about names what the request
 *  was about where the fault names nothing. */
[[nodiscard]] Error errorFrom(const Node::Fault &fault, const QByteArray &about = {});

/** A broken protocol: @p detail for the log. */
[[nodiscard]] Error brokenNode(const QString &detail);

/** The program on the node has ended, for whatever reason. */
[[nodiscard]] Error programEndedError();
[[nodiscard]] Error cancelledError();

/** An error after which another try is vain: atelier-node can't run on this node at all. Error's
 *  target says so, see cannotRun(). */
[[nodiscard]] Error cannotRunError(const QString &sentence, const QString &detail);
[[nodiscard]] bool cannotRun(const Error &error);

} // namespace Atelier::NodeClient
