// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backend/notebook/serverscripts.h"

#include <QObject>
#include <QPointer>
#include <QTcpSocket>
#include <QTimer>

namespace Atelier::Ssh {
class Connection;
}

namespace Atelier::Notebook {

/**
 * Notices at once that the server has ended while the connection to its node stands, without
 * asking again and again: it holds a connection of its own to the server, and looks on the node
 * when that ends. Lives in the GUI thread.
 */
class ServerWatch final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(ServerWatch)

public:
    explicit ServerWatch(QObject *parent = nullptr);
    ~ServerWatch() override;

    /** @p port: of the tunnel that ends at @p server. */
    void start(Ssh::Connection *session, const ServerInfo &server, quint16 port);
    void stop();

Q_SIGNALS:
    /** @p log: its last lines. The kernels that it left behind were ended. */
    void ended(const QString &log);

private:
    void hold();
    void look();
    void settle();

    QTcpSocket m_socket;
    QTimer m_pause;
    QPointer<Ssh::Connection> m_session;
    ServerInfo m_server;
    quint16 m_port = 0;
    quint64 m_generation = 0; ///< answers for an earlier start() are dropped
};

} // namespace Atelier::Notebook
