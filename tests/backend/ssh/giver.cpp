// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/backend/ssh/giver.h"

#include "tests/backend/ssh/sockets.h"

#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>

#include <algorithm>
#include <array>
#include <cerrno>

namespace Atelier::Test {

Giver::Giver()
    : m_listener(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0))
{
    sockaddr_in address = {};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t length = sizeof address;
    auto *name = reinterpret_cast<sockaddr *>(&address); // NOLINT: the sockets API's cast
    if (::bind(m_listener.get(), name, length) != 0 || ::listen(m_listener.get(), 256) != 0
        || ::getsockname(m_listener.get(), name, &length) != 0) {
        qFatal("No listener.");
    }
    m_port = ntohs(address.sin_port);
    m_thread = std::thread([this] { run(); });
}

Giver::~Giver()
{
    m_stop = true;
    static_cast<void>(connectTo(m_port)); // wakes it
    m_thread.join();
}

void Giver::run()
{
    std::vector<pollfd> watched;
    while (!m_stop) {
        watched.assign(1, {.fd = m_listener.get(), .events = POLLIN, .revents = 0});
        for (const Client &client : m_clients) {
            const int events = client.left < 0 ? POLLIN : POLLOUT;
            watched.push_back(
                {.fd = client.socket.get(), .events = static_cast<short>(events), .revents = 0});
        }
        static_cast<void>(::poll(watched.data(), watched.size(), -1));
        for (std::size_t number = m_clients.size(); number > 0; --number) {
            if (watched[number].revents != 0 && !serve(m_clients[number - 1])) {
                m_clients.erase(m_clients.begin() + static_cast<std::ptrdiff_t>(number - 1));
            }
        }
        UniqueFd peer(::accept4(m_listener.get(), nullptr, nullptr, SOCK_CLOEXEC | SOCK_NONBLOCK));
        if (peer.isValid()) {
            m_clients.push_back({.socket = std::move(peer)});
        }
    }
}

bool Giver::serve(Client &client)
{
    static const QByteArray block(64 * 1024, 'g');
    std::array<char, 64> chunk{};
    if (client.left < 0) {
        const ssize_t count = ::recv(client.socket.get(), chunk.data(), chunk.size(), 0);
        if (count <= 0) {
            client.left = client.request.toLongLong();
            return count == 0 && client.left > 0;
        }
        client.request.append(chunk.data(), count);
        return true;
    }
    const auto size = static_cast<std::size_t>(std::min<qint64>(client.left, block.size()));
    const ssize_t count = ::send(
        client.socket.get(), block.constData(), size, MSG_NOSIGNAL | MSG_DONTWAIT);
    client.left -= count > 0 ? count : 0;
    return client.left > 0 && (count > 0 || errno == EAGAIN);
}

} // namespace Atelier::Test
