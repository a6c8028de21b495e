// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/ssh/tunnelconnection.h"

#include <QCoreApplication>

namespace Atelier::Ssh {

namespace {

constexpr std::size_t tunnelBufferSize = std::size_t{64} * 1024;
/** How long a new connection waits for a session that is away. */
constexpr std::chrono::milliseconds patience{10'000};

} // namespace

TunnelConnection::TunnelConnection(UniqueFd socket, std::shared_ptr<TunnelState> state)
    : ChannelPump(std::move(socket), state->target, deadlineIn(patience), tunnelBufferSize)
    , m_state(std::move(state))
{
    ++m_state->connections;
}

TunnelConnection::~TunnelConnection()
{
    --m_state->connections;
}

void TunnelConnection::fail(const Error &error)
{
    if (error.code != Error::Code::ConnectionLost) {
        // A broken link is the session's news; here it is one connection that was refused.
        m_state->mailbox.post(
            [handle = m_state->handle, error] { Q_EMIT handle->connectionRefused(error); });
    }
    reset();
}

void TunnelConnection::expired()
{
    if (phase() == Phase::Open) {
        ChannelPump::expired();
        return;
    }
    fail({.code = Error::Code::Unavailable,
          .message = QCoreApplication::translate(
                         "Ssh::TunnelConnection",
                         "A connection to %1 was closed: the server could not be reached in time.")
                         .arg(m_state->target.target),
          .target = m_state->target.target});
}

} // namespace Atelier::Ssh
