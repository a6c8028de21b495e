// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/server/listener.h"

namespace Atelier::Server {

Listener::Listener(QObject *parent)
    : QTcpServer(parent)
{
    setMaxPendingConnections(mostConnections);
}

Connection *Listener::connectionFrom(const QHostAddress &address, quint16 port) const
{
    return m_connections.value({address, port});
}

void Listener::incomingConnection(qintptr descriptor)
{
    auto *connection = new Connection(this);
    if (!connection->setSocketDescriptor(descriptor)) {
        delete connection;
        return;
    }
    m_connections.removeIf([](const auto &entry) { return entry.value().isNull(); });
    if (m_connections.size() >= mostConnections) {
        connection->abort();
        connection->deleteLater();
        return;
    }
    connection->setSocketOption(QAbstractSocket::LowDelayOption, 1);
    m_connections.insert({connection->peerAddress(), connection->peerPort()}, connection);
    addPendingConnection(connection);
}

} // namespace Atelier::Server
