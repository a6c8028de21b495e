// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backend/notebook/httpmessage.h"
#include "backend/notebook/serverscripts.h"

#include <QFuture>

#include <chrono>
#include <stop_token>

namespace Atelier::Ssh {
class Connection;
struct ExecResult;
} // namespace Atelier::Ssh

namespace Atelier::Notebook {

/** Runs one of the ServerScripts on the node. */
[[nodiscard]] QFuture<Result<Ssh::ExecResult>> runScript(
    Ssh::Connection *session,
    const QByteArray &script,
    std::chrono::milliseconds timeout = std::chrono::seconds(15),
    std::stop_token stop = {});

/** One request to the server's socket through @p session; an answer of 400 or more is an error. */
[[nodiscard]] QFuture<Result<HttpResponse>> request(Ssh::Connection *session,
                                                    const ServerInfo &server,
                                                    HttpRequest request);

/** The node's running server; Error::Code::NotFound when none runs. */
[[nodiscard]] QFuture<Result<ServerInfo>> findServer(Ssh::Connection *session,
                                                     qint64 ignoredPid = 0);

/** Signs in for a browser that reaches the server as @p host: Jupyter names its cookie after that.
 * Values of Set-Cookie. */
[[nodiscard]] QFuture<Result<QList<QByteArray>>> fetchCookies(Ssh::Connection *session,
                                                              const ServerInfo &server,
                                                              const QByteArray &host);

/** Ends the server and its kernels. */
[[nodiscard]] QFuture<Result<void>> shutDownServer(Ssh::Connection *session,
                                                   const ServerInfo &server);

} // namespace Atelier::Notebook
