// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/ssh/tunnelhandle.h"

#include "backend/ssh/reply.h"
#include "backend/ssh/sessionthread.h"
#include "backend/ssh/tunnellistener.h"
#include "backend/ssh/tunnelstate.h"

namespace Atelier::Ssh {

TunnelHandle::TunnelHandle(const ChannelSpec &target, std::shared_ptr<CommandQueue> queue)
    : m_queue(std::move(queue))
    , m_state(std::make_shared<TunnelState>(target, this))
{
}

TunnelHandle::~TunnelHandle()
{
    m_state->mailbox.close();
    m_state->closed = true;
    m_queue->wake();
}

QFuture<Result<quint16>> TunnelHandle::listen(quint16 port)
{
    Reply<quint16> reply;
    auto future = reply.future();
    // A session that has ended drops the command, and the reply then says Cancelled.
    m_queue->post([state = m_state, port, reply = std::move(reply)](SessionThread &thread) mutable {
        TunnelListener::open(thread, state, port, std::move(reply));
    });
    return future;
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
