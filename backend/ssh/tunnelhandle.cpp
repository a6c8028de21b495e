// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/ssh/tunnelhandle.h"

#include "backend/ssh/reply.h"
#include "backend/ssh/sessionthread.h"
#include "backend/ssh/tunnellistener.h"
#include "backend/ssh/tunnelstate.h"

namespace Atelier::Ssh {

TunnelHandle::TunnelHandle(ChannelSpec target, std::shared_ptr<TaskDesk> desk)
    : m_target(std::move(target))
    , m_desk(std::move(desk))
    , m_state(std::make_shared<TunnelState>(m_target, this))
{
}

TunnelHandle::~TunnelHandle()
{
    end();
}

QFuture<Result<quint16>> TunnelHandle::listen(quint16 port)
{
    Reply<quint16> reply;
    auto future = reply.future();
    const TunnelListener::Port wanted{.fixed = port, .preferred = m_lastPort};
    // A session that has ended drops the command, and the reply then says Cancelled.
    m_desk->post(
        [state = m_state, wanted, reply = std::move(reply)](SessionThread &thread) mutable {
            TunnelListener::open(thread, state, wanted, std::move(reply));
        });
    return future;
}

void TunnelHandle::stop()
{
    const quint16 port = m_state->port;
    end();
    m_state = std::make_shared<TunnelState>(m_target, this);
    if (port != 0) {
        m_lastPort = port;
        Q_EMIT portChanged(0);
    }
}

void TunnelHandle::end()
{
    m_state->mailbox.close();
    m_state->closed = true;
    // At once, so that the port is free for who asks for it next.
    m_desk->post([state = m_state](SessionThread &) { state->socket.reset(); });
    m_desk->wake();
}

quint16 TunnelHandle::localPort() const
{
    return m_state->port;
}

int TunnelHandle::openConnections() const
{
    return m_state->connections;
}

} // namespace Atelier::Ssh
