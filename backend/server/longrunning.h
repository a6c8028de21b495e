// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backend/server/exchange.h"

#include <QString>

namespace Atelier::Server {

/** The absolute address of @p path, with the api-version that the client itself has used. */
[[nodiscard]] QByteArray addressOf(const Request &request, const QString &path);

using Headers = QList<std::pair<QByteArray, QByteArray>>;

/** Azure-AsyncOperation and Retry-After of an answer that starts @p operation; none when it is
 * empty. */
[[nodiscard]] Headers asyncHeaders(const Request &request, const QString &operation);
/** The same with Location, as the service sends them for POST and DELETE. */
[[nodiscard]] Headers acceptedHeaders(const Request &request, const QString &operation);
/** How long a client waits before it asks again. */
[[nodiscard]] std::pair<QByteArray, QByteArray> retryAfter();

} // namespace Atelier::Server
