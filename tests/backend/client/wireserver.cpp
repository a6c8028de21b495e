// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/backend/client/wireserver.h"

#include <QJsonDocument>

#include <utility>

namespace Atelier {

WireServer::WireServer()
{
    connect(&m_server, &QTcpServer::newConnection, this, [this] {
        while (QTcpSocket *socket = m_server.nextPendingConnection()) {
            m_sockets.append(socket);
            connect(socket, &QTcpSocket::readyRead, this, [this, socket] { read(socket); });
            connect(socket, &QTcpSocket::disconnected, this, [this, socket] {
                m_pending.remove(socket);
                socket->deleteLater();
            });
        }
    });
}

void WireServer::listen(quint16 port)
{
    if (!m_server.listen(QHostAddress::LocalHost, port)) {
        qFatal("port %d is taken", port);
    }
}

void WireServer::vanish()
{
    m_server.close();
    cut();
}

void WireServer::cut(bool politely)
{
    const auto sockets = std::exchange(m_sockets, {});
    for (const QPointer<QTcpSocket> &socket : sockets) {
        if (socket && politely) {
            socket->disconnectFromHost();
        } else if (socket) {
            socket->abort();
        }
    }
    m_streams.clear();
}

quint16 WireServer::port() const
{
    return m_server.serverPort();
}

void WireServer::answer(const QByteArray &verb, const QByteArray &path, const Answer &answer)
{
    m_answers.insert(verb + ' ' + path, answer);
}

void WireServer::answerJson(const QByteArray &verb, const QByteArray &path, const QJsonObject &json)
{
    answer(verb, path, [json](const WireRequest &, QTcpSocket *socket) {
        send(socket, "200 OK", QJsonDocument(json).toJson());
    });
}

void WireServer::answerStream(const QByteArray &path)
{
    answer("GET", path, [this](const WireRequest &, QTcpSocket *socket) {
        socket->write("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n");
        m_streams.append(socket);
    });
}

void WireServer::push(const QByteArray &data)
{
    for (const QPointer<QTcpSocket> &socket : std::as_const(m_streams)) {
        if (socket) {
            socket->write(QByteArray::number(data.size(), 16) + "\r\n" + data + "\r\n");
        }
    }
}

void WireServer::endStreams()
{
    const auto streams = std::exchange(m_streams, {});
    for (const QPointer<QTcpSocket> &socket : streams) {
        if (socket) {
            socket->write("0\r\n\r\n");
        }
    }
}

QList<WireRequest> WireServer::requestsFor(const QByteArray &path) const
{
    QList<WireRequest> found;
    for (const WireRequest &request : m_requests) {
        if (request.path == path) {
            found.append(request);
        }
    }
    return found;
}

int WireServer::openStreams() const
{
    int open = 0;
    for (const QPointer<QTcpSocket> &socket : m_streams) {
        open += socket && socket->state() == QTcpSocket::ConnectedState ? 1 : 0;
    }
    return open;
}

void WireServer::send(QTcpSocket *socket,
                      const QByteArray &status,
                      const QByteArray &body,
                      const QByteArray &headers)
{
    socket->write("HTTP/1.1 " + status + "\r\nContent-Type: application/json\r\nContent-Length: "
                  + QByteArray::number(body.size()) + "\r\n" + headers + "\r\n" + body);
}

void WireServer::read(QTcpSocket *socket)
{
    QByteArray &pending = m_pending[socket];
    pending += socket->readAll();
    const qsizetype end = pending.indexOf("\r\n\r\n");
    if (end < 0) {
        return;
    }
    WireRequest request;
    const QList<QByteArray> lines = pending.left(end).split('\n');
    for (const QByteArray &line : lines.sliced(1)) {
        const qsizetype colon = line.indexOf(':');
        request.headers.insert(line.left(colon).toLower(), line.sliced(colon + 1).trimmed());
    }
    const qsizetype length = request.headers.value("content-length").toLongLong();
    if (pending.size() < end + 4 + length) {
        return;
    }
    request.body = pending.sliced(end + 4, length);
    pending.remove(0, end + 4 + length);
    const QList<QByteArray> words = lines.constFirst().split(' ');
    request.verb = words.at(0);
    const qsizetype mark = words.at(1).indexOf('?');
    request.path = mark < 0 ? words.at(1) : words.at(1).left(mark);
    request.query = mark < 0 ? QByteArray() : words.at(1).sliced(mark + 1);
    m_requests.append(request);
    if (const Answer answer = m_answers.value(request.verb + ' ' + request.path)) {
        answer(request, socket);
    }
    Q_EMIT requested();
}

} // namespace Atelier
