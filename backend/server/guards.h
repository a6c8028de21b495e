// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backend/server/exchange.h"
#include "backend/server/routes.h"

#include <QByteArray>

#include <optional>

namespace Atelier::Server {

/** Why a request is not let through. */
struct Refusal
{
    Error error = {};
    int status = 0; ///< 0: as the error's code says
    QList<std::pair<QByteArray, QByteArray>> headers = {};
};

// One step of the chain each; nothing means that the request passes.

/** Host is this server's, letter by letter, and no page of the web is calling. */
[[nodiscard]] std::optional<Refusal> hostRefusal(const Request &request, quint16 port);
/** The bearer token is one of those, compared in constant time. */
[[nodiscard]] std::optional<Refusal> tokenRefusal(const Request &request,
                                                  const QList<QByteArray> &hashes);
/** One version of the dialect is named, and is one that is understood. */
[[nodiscard]] std::optional<Refusal> apiVersionRefusal(const Request &request);
/** The path names the one workspace that is here. */
[[nodiscard]] std::optional<Refusal> workspaceRefusal(const Request &request);
/** A body is a JSON object, and says so; it is put into request->json. */
[[nodiscard]] std::optional<Refusal> bodyRefusal(Request *request);

} // namespace Atelier::Server
