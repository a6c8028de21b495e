// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/server/httpborder.h"

#include "backend/server/httpreply.h"

#include <QHttpServerRequest>
#include <QMetaEnum>

namespace Atelier::Server {

namespace {

QByteArray verbOf(const QHttpServerRequest &request)
{
    const auto verbs = QMetaEnum::fromType<QHttpServerRequest::Method>();
    return QByteArray(verbs.valueToKey(static_cast<int>(request.method()))).toUpper();
}

} // namespace

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
    connection->requestTaken();
    const QByteArray verb = verbOf(request);
    const auto reply = std::make_shared<HttpReply>(
        connection, std::move(responder), verb == "HEAD");
    m_handler(
        {
            .verb = verb,
            .path = request.url().path(QUrl::FullyEncoded).toLatin1(),
            .query = request.query(),
            .headers = request.headers(),
            .body = request.body(),
        },
        reply);
    return true;
}

void HttpBorder::missingHandler(const QHttpServerRequest & /*request*/,
                                QHttpServerResponder &responder)
{
    responder.write(QHttpServerResponder::StatusCode::InternalServerError);
}

} // namespace Atelier::Server
