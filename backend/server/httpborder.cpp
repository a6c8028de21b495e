// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/server/httpborder.h"

#include "backend/server/httpreply.h"
#include "backend/server/requesttarget.h"

#include <QHttpServerRequest>

#include <exception>

namespace Atelier::Server {

HttpBorder::HttpBorder(Listener *listener, Handler handler, QObject *parent)
    : QAbstractHttpServer(parent)
    , m_listener(listener)
    , m_handler(std::move(handler))
{
}

bool HttpBorder::handleRequest(const QHttpServerRequest &request, QHttpServerResponder &responder)
{
    Connection *connection = m_listener->connectionFrom(request.remoteAddress(),
                                                        request.remotePort());
    if (!connection) {
        return false;
    }
    // The guard's reading of the first line counts: the parser's is lenient, and decodes.
    const auto target = requestTargetFrom(connection->request().target());
    if (!connection->requestTaken(request.body().size()) || !target) {
        return true;
    }
    const QByteArray verb = connection->request().verb();
    const auto reply = std::make_shared<HttpReply>(
        connection, std::move(responder), verb == "HEAD");
    handle({.verb = verb,
            .path = target->path,
            .query = target->query,
            .headers = request.headers(),
            .body = request.body()},
           reply);
    reply->leaveHandler(&responder);
    return true;
}

void HttpBorder::handle(const Request &request, const std::shared_ptr<HttpReply> &reply) const
{
    const auto fail = [&request, &reply](const char *what) {
        qCritical("%s %s: %s", request.verb.constData(), request.path.constData(), what);
        reply->fail({.code = Error::Code::Internal,
                     .message = tr("The request failed because of a fault in Atelier."),
                     .detail = QString::fromUtf8(what)});
    };
    // A handler that throws would end the process, and with it the control of everything that runs.
    try {
        m_handler(request, reply);
    } catch (const std::exception &exception) {
        fail(exception.what());
    } catch (...) {
        fail("an exception without a text");
    }
}

void HttpBorder::missingHandler(const QHttpServerRequest & /*request*/,
                                QHttpServerResponder &responder)
{
    responder.write(QHttpServerResponder::StatusCode::InternalServerError);
}

} // namespace Atelier::Server
