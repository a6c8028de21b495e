// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/notebook/onetimelogin.h"

#include "backend/core/socketowner.h"

#include <QRandomGenerator>
#include <QTcpServer>
#include <QTcpSocket>
#include <QTimer>

#include <unistd.h>

#include <chrono>

namespace Atelier::Notebook {

namespace {

constexpr std::chrono::seconds lifetime{60};
constexpr qsizetype maximumRequest = 16 * 1024;

QByteArray randomPath()
{
    QByteArray secret(32, '\0');
    QRandomGenerator::system()->generate(secret.begin(), secret.end());
    return "/" + secret.toHex();
}

} // namespace

bool peerIsSameUser(const QTcpSocket &socket)
{
    return peerUid(static_cast<int>(socket.socketDescriptor())) == ::geteuid();
}

OneTimeLogin::OneTimeLogin(LabAccess access, QObject *parent)
    : QObject(parent)
    , m_access(std::move(access))
    , m_secretPath(randomPath())
    , m_server(new QTcpServer(this))
{
    connect(m_server, &QTcpServer::newConnection, this, &OneTimeLogin::admit);
    QTimer::singleShot(lifetime, this, &QObject::deleteLater);
}

OneTimeLogin::~OneTimeLogin() = default;

Result<QUrl> OneTimeLogin::listen()
{
    if (!m_server->listen(QHostAddress::LocalHost)) {
        return failure({.code = Error::Code::Exhausted,
                        .message = tr("No port could be opened for the browser."),
                        .detail = m_server->errorString()});
    }
    return QUrl(QStringLiteral("http://127.0.0.1:%1%2")
                    .arg(m_server->serverPort())
                    .arg(QString::fromLatin1(m_secretPath)));
}

void OneTimeLogin::admit()
{
    while (QTcpSocket *socket = m_server->nextPendingConnection()) {
        connect(socket, &QTcpSocket::disconnected, socket, &QObject::deleteLater);
        if (!peerIsSameUser(*socket)) {
            socket->abort();
            continue;
        }
        connect(socket, &QTcpSocket::readyRead, this, [this, socket] { read(socket); });
    }
}

void OneTimeLogin::read(QTcpSocket *socket)
{
    const QByteArray request = socket->peek(maximumRequest);
    if (!request.contains("\r\n\r\n")) {
        if (request.size() >= maximumRequest) {
            socket->abort();
        }
        return;
    }
    socket->skip(request.size());
    const QByteArray requestStart = "GET " + m_secretPath + " ";
    const QByteArray hostLine = "\r\nhost: 127.0.0.1:" + QByteArray::number(m_server->serverPort())
                                + "\r\n";
    const bool wanted = request.startsWith(requestStart) && request.toLower().contains(hostLine);
    if (!wanted) {
        answer(socket, "HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
        return;
    }
    m_server->close();
    QByteArray bytes =
        "HTTP/1.1 302 Found\r\nCache-Control: no-store\r\nReferrer-Policy: no-referrer\r\n";
    for (const QByteArray &cookie : std::as_const(m_access.cookies)) {
        bytes += "Set-Cookie: " + cookie + "\r\n";
    }
    bytes += "Location: " + m_access.url.resolved(QUrl(QStringLiteral("lab"))).toEncoded()
             + "\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";
    connect(socket, &QTcpSocket::disconnected, this, &QObject::deleteLater);
    answer(socket, bytes);
}

void OneTimeLogin::answer(QTcpSocket *socket, const QByteArray &bytes)
{
    socket->write(bytes);
    socket->disconnectFromHost();
}

} // namespace Atelier::Notebook
