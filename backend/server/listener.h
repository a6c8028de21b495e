// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backend/server/connection.h"

#include <QHash>
#include <QHostAddress>
#include <QPointer>
#include <QTcpServer>

#include <utility>

namespace Atelier::Server {

/** Accepts connections of its owner's programs on loopback, at most so many at a time, and owns
 * their sockets. */
class Listener final : public QTcpServer
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(Listener)

public:
    explicit Listener(const BorderLimits &limits = {}, QObject *parent = nullptr);

    /** The connection from that address and port; null when it is gone. The port alone does not
     * tell: another user of this computer may hold the same one at another loopback address. */
    [[nodiscard]] Connection *connectionFrom(const QHostAddress &address, quint16 port) const;

protected:
    void incomingConnection(qintptr descriptor) override;

private:
    using Peer = std::pair<QHostAddress, quint16>;

    [[nodiscard]] bool admits(int descriptor);

    BorderLimits m_limits;
    QHash<Peer, QPointer<Connection>> m_connections;
};

} // namespace Atelier::Server
