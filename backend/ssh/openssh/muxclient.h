// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backend/core/uniquefd.h"

#include <QByteArray>
#include <QObject>
#include <QSocketNotifier>
#include <QString>

#include <array>
#include <memory>

namespace Atelier::Ssh {

/**
 * One talk with a shared connection of ssh(1) by its control socket: the protocol that ssh itself
 * speaks there, version 4 (PROTOCOL.mux of OpenSSH). The node's channel moves its bytes through the
 * descriptors that are handed over, without this program and without a process of its own.
 *
 * Lives in the thread of its owner; a talk serves one request and lasts as long as its channel.
 */
class MuxClient final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(MuxClient)

public:
    explicit MuxClient(const QString &controlSocket, QObject *parent = nullptr);
    ~MuxClient() override;

    /** Asks for @p command, or the subsystem of that name, with stdin, stdout and stderr. */
    void openSession(const QByteArray &command,
                     bool isSubsystem,
                     const std::array<int, 3> &streams);
    /** Asks to listen on the UNIX socket @p path for connections to @p host, a name, or a socket's
     * path with @p port 0. */
    void openForward(const QString &path, const QString &host, quint16 port);

Q_SIGNALS:
    /** The node has opened the channel that the connection counts as @p id. */
    void sessionOpened(quint32 id);
    void forwardOpened();
    void refused(const QString &reason);
    void exited(int status);
    /** Nothing more comes: the channel is closed and everything delivered, or the connection gone.
     */
    void closed();

private:
    void send(const QByteArray &message);
    void sendDescriptor(int descriptor);
    void receive();
    void handle(const QByteArray &message);
    void fail();

    UniqueFd m_socket;
    std::unique_ptr<QSocketNotifier> m_notifier;
    QByteArray m_received;
    bool m_isGood = false;
};

} // namespace Atelier::Ssh
