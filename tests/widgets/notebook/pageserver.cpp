// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/widgets/notebook/pageserver.h"

#include <QTcpSocket>

namespace Atelier::Test {

PageServer::PageServer()
{
    connect(&m_server, &QTcpServer::newConnection, this, [this] {
        while (QTcpSocket *socket = m_server.nextPendingConnection()) {
            connect(socket, &QTcpSocket::disconnected, socket, &QObject::deleteLater);
            connect(socket, &QTcpSocket::readyRead, this, [this, socket] {
                if (!socket->peek(16 * 1024).contains("\r\n\r\n")) {
                    return;
                }
                const QByteArray path = socket->readAll().split(' ').value(1);
                m_requests.append(path);
                const bool known = m_pages.contains(path);
                const Page page = m_pages.value(path);
                const QByteArray status = known ? "200 OK" : "404 Not Found";
                socket->write("HTTP/1.1 " + status + "\r\nConnection: close\r\nContent-Length: "
                              + QByteArray::number(page.body.size()) + "\r\n"
                              + (page.headers.isEmpty() ? QByteArray("Content-Type: text/html\r\n")
                                                        : page.headers)
                              + "\r\n" + page.body);
                socket->disconnectFromHost();
            });
        }
    });
    m_server.listen(QHostAddress::LocalHost);
}

PageServer::~PageServer() = default;

void PageServer::setPage(const QByteArray &path, const QByteArray &body, const QByteArray &headers)
{
    m_pages.insert(path, {.body = body, .headers = headers});
}

QUrl PageServer::url(const QString &path) const
{
    return QUrl(QStringLiteral("http://127.0.0.1:%1").arg(m_server.serverPort()) + path);
}

const QList<QByteArray> &PageServer::requests() const
{
    return m_requests;
}

} // namespace Atelier::Test
