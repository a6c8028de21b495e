// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/notebook/serverrequest.h"

#include "backend/notebook/mapped.h"
#include "backend/ssh/connection.h"
#include "backend/ssh/exchange.h"

#include <QCoreApplication>

#include <algorithm>

namespace Atelier::Notebook {

QFuture<Result<Ssh::ExecResult>> runScript(Ssh::Connection *session,
                                           const QByteArray &script,
                                           std::chrono::milliseconds timeout,
                                           std::stop_token stop)
{
    Ssh::ExecOptions options;
    options.input = script;
    options.timeout = timeout;
    options.stop = std::move(stop);
    return session->exec(QStringLiteral("sh -s"), options);
}

QFuture<Result<HttpResponse>> request(Ssh::Connection *session,
                                      const ServerInfo &server,
                                      HttpRequest request)
{
    request.token = server.token;
    return mapped<HttpResponse>(
        Ssh::exchange(session, server.socketPath, serialize(request)),
        session,
        [path = request.path](const Result<QByteArray> &bytes) -> Result<HttpResponse> {
            if (!bytes) {
                return failure(bytes.error());
            }
            Result<HttpResponse> response = parseHttpResponse(*bytes);
            if (response && response->status >= 400) {
                return failure({.code = response->status == 403 ? Error::Code::PermissionDenied
                                                                : Error::Code::Protocol,
                                .message = QCoreApplication::translate(
                                               "Notebook", "JupyterLab refused a request (%1).")
                                               .arg(response->status),
                                .detail = QString::fromLatin1(path) + u'\n'
                                          + QString::fromUtf8(response->body.first(
                                              std::min<qsizetype>(response->body.size(), 2000)))});
            }
            return response;
        });
}

QFuture<Result<ServerInfo>> findServer(Ssh::Connection *session, qint64 ignoredPid)
{
    return mapped<ServerInfo>(runScript(session, ServerScripts::find(ignoredPid)),
                              session,
                              [](const Result<Ssh::ExecResult> &result) -> Result<ServerInfo> {
                                  if (!result) {
                                      return failure(result.error());
                                  }
                                  if (result->exitStatus == ServerScripts::NotRunning) {
                                      return failure(
                                          {.code = Error::Code::NotFound,
                                           .message = QCoreApplication::translate(
                                               "Notebook", "JupyterLab is not running.")});
                                  }
                                  if (result->exitStatus != 0) {
                                      return failure(scriptError(result->exitStatus, result->err));
                                  }
                                  return parseServerInfo(result->out);
                              });
}

QFuture<Result<QList<QByteArray>>> fetchCookies(Ssh::Connection *session,
                                                const ServerInfo &server,
                                                const QByteArray &host)
{
    return mapped<QList<QByteArray>>(
        request(session, server, {.path = "/api/status", .host = host}),
        session,
        [](const Result<HttpResponse> &response) -> Result<QList<QByteArray>> {
            if (!response) {
                return failure(response.error());
            }
            QList<QByteArray> cookies = response->allHeaders("set-cookie");
            if (cookies.isEmpty()) {
                return failure({.code = Error::Code::Unauthorized,
                                .message = QCoreApplication::translate(
                                    "Notebook", "JupyterLab did not let the studio in.")});
            }
            return cookies;
        });
}

QFuture<Result<void>> shutDownServer(Ssh::Connection *session, const ServerInfo &server)
{
    return mapped<void>(request(session, server, {.method = "POST", .path = "/api/shutdown"}),
                        session,
                        [](const Result<HttpResponse> &response) -> Result<void> {
                            return response ? Result<void>() : failure(response.error());
                        });
}

} // namespace Atelier::Notebook
