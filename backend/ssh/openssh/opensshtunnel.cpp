// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/ssh/openssh/opensshtunnel.h"

#include "backend/core/async.h"
#include "backend/core/socketowner.h"
#include "backend/ssh/openssh/opensshlink.h"

#include <QCoreApplication>

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>

namespace Atelier::Ssh {

namespace {

constexpr int waitingConnections = 128;

Error portError(int number, quint16 port)
{
    if (number == EADDRINUSE) {
        return {.code = Error::Code::PortTaken,
                .message = QCoreApplication::translate(
                               "Ssh::OpenSshTunnel",
                               "Port %1 of this computer is taken by another program.")
                               .arg(port),
                .target = QString::number(port)};
    }
    return {.code = number == EACCES ? Error::Code::PermissionDenied : Error::Code::Exhausted,
            .message = QCoreApplication::translate("Ssh::OpenSshTunnel",
                                                   "Port %1 of this computer can't be used: %2.")
                           .arg(QString::number(port), qt_error_string(number)),
            .target = QString::number(port)};
}

} // namespace

OpenSshTunnel::OpenSshTunnel(OpenSshLink &link, StreamTarget target)
    : m_link(&link)
    , m_target(std::move(target))
{
}

OpenSshTunnel::~OpenSshTunnel() = default;

Result<UniqueFd> OpenSshTunnel::bound(quint16 &port) const
{
    UniqueFd socket(::socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0));
    const int on = 1;
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    auto *name = reinterpret_cast<sockaddr *>(&address); // NOLINT: the sockets API's cast
    socklen_t length = sizeof address;
    if (!socket.isValid()
        || ::setsockopt(socket.get(), SOL_SOCKET, SO_REUSEADDR, &on, sizeof on) != 0
        || ::bind(socket.get(), name, length) != 0
        || ::listen(socket.get(), waitingConnections) != 0
        || ::getsockname(socket.get(), name, &length) != 0) {
        return failure(portError(errno, port));
    }
    port = ntohs(address.sin_port);
    return socket;
}

QFuture<Result<quint16>> OpenSshTunnel::listen(quint16 port)
{
    Reply<quint16> reply;
    auto future = reply.future();
    if (m_socket.isValid()) {
        if (port == 0 || port == m_port) {
            reply.give(m_port);
        } else {
            reply.give(failure(
                {.code = Error::Code::Conflict,
                 .message = QCoreApplication::translate("Ssh::OpenSshTunnel",
                                                        "The tunnel listens already on port %1.")
                                .arg(m_port)}));
        }
        return future;
    }
    quint16 wanted = port == 0 ? m_lastPort : port;
    auto socket = bound(wanted);
    if (!socket && port == 0 && wanted != 0) {
        wanted = 0;
        socket = bound(wanted);
    }
    if (!socket) {
        reply.give(failure(socket.error()));
        return future;
    }
    m_socket = std::move(*socket);
    m_port = m_lastPort = wanted;
    m_relay = std::make_unique<SocketRelay>();
    m_acceptable = std::make_unique<QSocketNotifier>(m_socket.get(), QSocketNotifier::Read);
    connect(m_acceptable.get(), &QSocketNotifier::activated, this, &OpenSshTunnel::accept);
    reply.give(m_port);
    Q_EMIT portChanged(m_port);
    return future;
}

void OpenSshTunnel::stop()
{
    m_acceptable.reset();
    m_socket.reset();
    m_relay.reset();
    if (std::exchange(m_port, quint16{0}) != 0) {
        Q_EMIT portChanged(0);
    }
}

quint16 OpenSshTunnel::localPort() const
{
    return m_port;
}

int OpenSshTunnel::openConnections() const
{
    return m_opening + (m_relay ? m_relay->pairs() : 0);
}

void OpenSshTunnel::accept()
{
    UniqueFd peer(::accept4(m_socket.get(), nullptr, nullptr, SOCK_CLOEXEC));
    // Any program of this machine can connect to a loopback port; the file modes that protect a
    // UNIX socket are made up for here.
    if (!peer.isValid() || peerUid(peer.get()) != ::geteuid() || m_link == nullptr) {
        return;
    }
    const int on = 1;
    // Without it small messages wait for the acknowledgement of the one before; slower, not wrong.
    static_cast<void>(::setsockopt(peer.get(), IPPROTO_TCP, TCP_NODELAY, &on, sizeof on));
    connectFurther(std::move(peer));
}

void OpenSshTunnel::connectFurther(UniqueFd peer)
{
    Reply<Stream> reply;
    const auto future = reply.future();
    m_link->openPort(m_target, std::move(reply));
    ++m_opening;
    whenDone(
        future,
        this,
        [this, peer = std::make_shared<UniqueFd>(std::move(peer))](const Result<Stream> &stream) {
            --m_opening;
            if (stream && m_relay) {
                m_relay->join(std::move(*peer), stream->descriptor);
                return;
            }
            const linger hard{.l_onoff = 1, .l_linger = 0};
            // Where it fails the peer sees an ordinary end.
            static_cast<void>(::setsockopt(peer->get(), SOL_SOCKET, SO_LINGER, &hard, sizeof hard));
            peer->reset();
            if (!stream && stream.error().code != Error::Code::ConnectionLost) {
                Q_EMIT connectionRefused(stream.error());
            }
        });
}

} // namespace Atelier::Ssh
