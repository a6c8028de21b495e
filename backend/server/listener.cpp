// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/server/listener.h"

#include "backend/core/socketowner.h"
#include "backend/server/refusedanswer.h"

#include <sys/socket.h>
#include <unistd.h>

namespace Atelier::Server {

Listener::Listener(const BorderLimits &limits, QObject *parent)
    : QTcpServer(parent)
    , m_limits(limits)
{
    setMaxPendingConnections(m_limits.connections);
    setListenBacklogSize(m_limits.connections);
}

Connection *Listener::connectionFrom(const QHostAddress &address, quint16 port) const
{
    return m_connections.value({address, port});
}

void Listener::incomingConnection(qintptr descriptor)
{
    if (!admits(static_cast<int>(descriptor))) {
        ::close(static_cast<int>(descriptor));
        return;
    }
    auto *connection = new Connection(m_limits, this);
    if (!connection->setSocketDescriptor(descriptor)) {
        delete connection;
        return;
    }
    connection->setSocketOption(QAbstractSocket::LowDelayOption, 1);
    m_connections.insert({connection->peerAddress(), connection->peerPort()}, connection);
    addPendingConnection(connection);
}

bool Listener::admits(int descriptor)
{
    // Asked before anything is counted: other users of this computer must not fill the limit. One
    // whom the kernel's table does not name has gone already, and the token guards the rest.
    if (peerUid(descriptor).value_or(m_limits.owner) != m_limits.owner) {
        return false;
    }
    m_connections.removeIf([](const auto &entry) { return entry.value().isNull(); });
    if (m_connections.size() < m_limits.connections) {
        return true;
    }
    // A new socket takes these few bytes at once, or they are not worth waiting for.
    const QByteArray answer = refusedAnswer(503, tr("Too many connections are open."));
    ::send(descriptor,
           answer.constData(),
           static_cast<size_t>(answer.size()),
           MSG_DONTWAIT | MSG_NOSIGNAL);
    return false;
}

} // namespace Atelier::Server
