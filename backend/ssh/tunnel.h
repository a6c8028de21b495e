// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backend/core/result.h"

#include <QFuture>
#include <QObject>

#include <memory>

namespace Atelier::Ssh {

/**
 * A local TCP listener whose connections end at a node. Made by a Connection; lives in the caller's
 * thread while the bytes are moved in the session's. Only processes of the same user are let in.
 * A connection that arrives while the session reconnects waits for it, at most 10 s.
 */
class Tunnel : public QObject
{
    Q_OBJECT

public:
    /** Listens on 127.0.0.1:@p port (0: the one it had before where that is free, else any) and
     *  gives the port. Error::Code::PortTaken names the port and, where that can be seen, the
     *  program that holds it. */
    [[nodiscard]] virtual QFuture<Result<quint16>> listen(quint16 port = 0) = 0;
    /** Closes the listener and its connections; listen() starts it again. */
    virtual void stop() = 0;
    /** 0 while it does not listen. */
    [[nodiscard]] virtual quint16 localPort() const = 0;
    [[nodiscard]] virtual int openConnections() const = 0;

Q_SIGNALS:
    /** It listens at @p port, or, with 0, no more. */
    void portChanged(quint16 port);
    /** The node refused one connection; the listener goes on. Error::target is what was asked for.
     */
    void connectionRefused(const Atelier::Error &error);
};

} // namespace Atelier::Ssh
