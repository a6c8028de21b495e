// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/ssh/tunnellistener.h"

#include "backend/core/portholder.h"
#include "backend/core/socketowner.h"
#include "backend/ssh/tunnelconnection.h"

#include <QCoreApplication>

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>

#include <cerrno>

namespace Atelier::Ssh {

namespace {

constexpr int backlog = 128;
/** How long accepting rests when descriptors have run out. */
constexpr std::chrono::milliseconds pause{200};

QString takenBy(const std::optional<PortHolder> &holder, const QString &port)
{
    const char *context = "Ssh::TunnelListener";
    if (holder && holder->isOurs) {
        return QCoreApplication::translate(
                   context, "Port %1 of this computer is already in use by this program.")
            .arg(port);
    }
    if (holder && !holder->name.isEmpty()) {
        return QCoreApplication::translate(
                   context, "Port %1 of this computer is taken by the program %2 (process %3).")
            .arg(port, holder->name, QString::number(holder->pid));
    }
    if (holder && holder->isForeign) {
        return QCoreApplication::translate(
                   context, "Port %1 of this computer is taken by another user's program.")
            .arg(port);
    }
    return QCoreApplication::translate(context,
                                       "Port %1 of this computer is taken by another program.")
        .arg(port);
}

Error listenError(int number, quint16 port)
{
    if (number == EADDRINUSE) {
        return {.code = Error::Code::PortTaken,
                .message = takenBy(portHolder(port), QString::number(port)),
                .target = QString::number(port)};
    }
    return {.code = number == EACCES ? Error::Code::PermissionDenied : Error::Code::Exhausted,
            .message = QCoreApplication::translate("Ssh::TunnelListener",
                                                   "Port %1 of this computer can't be used: %2.")
                           .arg(QString::number(port), qt_error_string(number)),
            .target = QString::number(port)};
}

/** A listening socket on 127.0.0.1; its port is put into @p port. */
Result<UniqueFd> listenOn(quint16 &port)
{
    UniqueFd socket(::socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0));
    const int on = 1;
    sockaddr_in address = {};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    auto *name = reinterpret_cast<sockaddr *>(&address); // NOLINT: the sockets API's cast
    socklen_t length = sizeof address;
    // Without SO_REUSEADDR connections that have just ended would keep the port for a minute.
    // Without TCP_NODELAY, which accepted sockets take over, small messages would wait for the
    // acknowledgement of the one before.
    if (!socket.isValid()
        || ::setsockopt(socket.get(), IPPROTO_TCP, TCP_NODELAY, &on, sizeof on) != 0
        || ::setsockopt(socket.get(), SOL_SOCKET, SO_REUSEADDR, &on, sizeof on) != 0
        || ::bind(socket.get(), name, length) != 0 || ::listen(socket.get(), backlog) != 0
        || ::getsockname(socket.get(), name, &length) != 0) {
        return failure(listenError(errno, port));
    }
    port = ntohs(address.sin_port);
    return socket;
}

} // namespace

TunnelListener::TunnelListener(std::shared_ptr<TunnelState> state)
    : m_state(std::move(state))
{
}

TunnelListener::~TunnelListener()
{
    m_state->socket.reset();
    m_state->port = 0;
    m_state->mailbox.post([handle = m_state->handle] { Q_EMIT handle->portChanged(0); });
}

void TunnelListener::open(Link &link,
                          const std::shared_ptr<TunnelState> &state,
                          Port wanted,
                          Reply<quint16> reply)
{
    if (state->closed) {
        reply.give(failure(cancelledError())); // stopped before it began
        return;
    }
    const quint16 present = state->port;
    if (present != 0) {
        if (wanted.fixed == 0 || wanted.fixed == present) {
            reply.give(present);
        } else {
            reply.give(failure(
                {.code = Error::Code::Conflict,
                 .message = QCoreApplication::translate("Ssh::TunnelListener",
                                                        "The tunnel listens already on port %1.")
                                .arg(present)}));
        }
        return;
    }
    quint16 port = wanted.fixed != 0 ? wanted.fixed : wanted.preferred;
    auto socket = listenOn(port);
    if (!socket && wanted.fixed == 0) {
        port = 0;
        socket = listenOn(port);
    }
    if (!socket) {
        reply.give(failure(socket.error()));
        return;
    }
    state->socket = std::move(*socket);
    state->port = port;
    link.add(std::shared_ptr<TunnelListener>(new TunnelListener(state)));
    reply.give(port);
    state->mailbox.post([handle = state->handle, port] { Q_EMIT handle->portChanged(port); });
}

void TunnelListener::watch(PollSet &poll)
{
    m_slot.reset();
    if (m_pausedUntil != never && Clock::now() >= m_pausedUntil) {
        m_pausedUntil = never;
    }
    if (m_pausedUntil == never && !isFinished()) {
        m_slot = poll.watch(m_state->socket.get(), POLLIN);
    }
}

bool TunnelListener::drive(Link &link, const PollSet &poll)
{
    if (isFinished() || poll.ready(m_slot) == 0) {
        return false;
    }
    UniqueFd peer(::accept4(m_state->socket.get(), nullptr, nullptr, SOCK_NONBLOCK | SOCK_CLOEXEC));
    if (!peer.isValid()) {
        const int number = errno;
        if (number == EMFILE || number == ENFILE || number == ENOBUFS || number == ENOMEM) {
            // The connection stays in the queue, so poll would say "ready" without end.
            m_pausedUntil = Clock::now() + pause;
        }
        return false;
    }
    // Any program of this machine can connect to a loopback port; the file modes that protect a
    // UNIX socket are made up for here.
    if (peerUid(peer.get()) == ::geteuid()) {
        link.add(std::make_shared<TunnelConnection>(std::move(peer), m_state));
    }
    return false; // what was added is driven in this turn
}

bool TunnelListener::isFinished() const
{
    return m_state->closed;
}

void TunnelListener::linkLost(const Error &, bool) {}

void TunnelListener::cancel() {}

} // namespace Atelier::Ssh
