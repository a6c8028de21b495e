// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/server/httpreply.h"

#include "backend/server/refusedanswer.h"

#include <QJsonDocument>

#include <utility>

namespace Atelier::Server {

namespace {

QByteArray headOf(int status, const QList<std::pair<QByteArray, QByteArray>> &headers, bool close)
{
    QByteArray head = "HTTP/1.1 " + QByteArray::number(status) + ' ' + reasonPhrase(status)
                      + "\r\n";
    for (const auto &[name, value] : headers) {
        head += name + ": " + value + "\r\n";
    }
    // What is answered here changes, and may name what only its owner should know.
    head += "Cache-Control: no-store\r\nX-Content-Type-Options: nosniff\r\n";
    if (close) {
        head += "Connection: close\r\n";
    }
    return head;
}

} // namespace

HttpReply::HttpReply(Connection *connection, QHttpServerResponder responder, bool headOnly)
    : m_connection(connection)
    , m_responder(std::move(responder))
    , m_headOnly(headOnly)
{
    connect(connection, &QAbstractSocket::disconnected, this, &HttpReply::leave);
    connect(connection, &QIODevice::bytesWritten, this, [this] {
        if (m_phase == Phase::Streaming && pending() == 0) {
            Q_EMIT drained();
        }
    });
}

HttpReply::~HttpReply()
{
    if (m_phase == Phase::Waiting && m_connection) {
        HttpReply::send({.status = 500});
    } else if (m_phase == Phase::Streaming && m_connection) {
        m_connection->abort(); // a stream that was not ended is not complete, and must not look so
    }
}

void HttpReply::send(const Response &response)
{
    if (m_phase != Phase::Waiting || !m_connection) {
        return;
    }
    QList<std::pair<QByteArray, QByteArray>> headers = standingHeaders() + response.headers;
    QByteArray body = response.text;
    if (!response.body.isEmpty()) {
        body = QJsonDocument(response.body).toJson(QJsonDocument::Compact);
        headers.emplaceBack("Content-Type", "application/json; charset=utf-8");
    }
    QByteArray answer = headOf(response.status, headers, m_connection->closesAfterAnswer());
    if (response.status != 204 && response.status != 304) {
        answer += "Content-Length: " + QByteArray::number(body.size()) + "\r\n";
    }
    answer += "\r\n";
    if (!m_headOnly) {
        answer += body;
    }
    m_connection->write(answer);
    finish();
}

void HttpReply::begin(const QByteArray &contentType)
{
    if (m_phase != Phase::Waiting || !m_connection) {
        return;
    }
    QList<std::pair<QByteArray, QByteArray>> headers = standingHeaders();
    headers.append({{"Content-Type", contentType}, {"Transfer-Encoding", "chunked"}});
    m_connection->write(headOf(200, headers, m_connection->closesAfterAnswer()) + "\r\n");
    m_phase = Phase::Streaming;
    if (m_headOnly) {
        finish();
    }
}

bool HttpReply::write(const QByteArray &chunk)
{
    if (m_phase != Phase::Streaming || !m_connection) {
        return false;
    }
    if (chunk.isEmpty()) {
        return true; // an empty chunk would end the stream
    }
    if (pending() > mostPending) {
        m_connection->abort();
        return false;
    }
    m_connection->write(QByteArray::number(chunk.size(), 16) + "\r\n" + chunk + "\r\n");
    return true;
}

void HttpReply::end()
{
    if (m_phase == Phase::Streaming && m_connection) {
        m_connection->write("0\r\n\r\n");
        finish();
    }
}

qint64 HttpReply::pending() const
{
    return m_connection ? m_connection->bytesToWrite() : 0;
}

void HttpReply::leaveHandler(QHttpServerResponder *responder)
{
    m_inHandler = false;
    if (m_phase == Phase::Done && m_responder) {
        *responder = std::move(*m_responder);
        m_responder.reset();
    }
}

void HttpReply::finish()
{
    m_phase = Phase::Done;
    disconnect(m_connection, nullptr, this, nullptr);
    releaseParser();
    m_connection->requestAnswered();
}

void HttpReply::leave()
{
    m_phase = Phase::Done;
    releaseParser(); // the parser lets go of the connection
    Q_EMIT closed();
}

void HttpReply::releaseParser()
{
    if (!m_inHandler) {
        m_responder.reset();
    }
}

} // namespace Atelier::Server
