// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backend/server/exchange.h"

namespace Atelier::Server {

/** x-ms-request-id, new for each request; and the client's own x-ms-client-request-id, where it
 * asks for it by x-ms-return-client-request-id. */
[[nodiscard]] QList<std::pair<QByteArray, QByteArray>> requestIds(const Request &request);

} // namespace Atelier::Server
