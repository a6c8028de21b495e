// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backend/core/result.h"

#include <QByteArray>
#include <QFuture>
#include <QString>

#include <chrono>

namespace Atelier::Ssh {

class Connection;

/**
 * Sends @p request to a UNIX socket of the node and gives what is answered until its end, at most
 * 64 MiB. For a document, not for a stream. Call it in a thread with an event loop.
 */
[[nodiscard]] QFuture<Result<QByteArray>> exchange(
    Connection *connection,
    const QString &socketPath,
    const QByteArray &request,
    std::chrono::milliseconds timeout = std::chrono::seconds(10));

} // namespace Atelier::Ssh
