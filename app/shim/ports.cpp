// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/shim/ports.h"

#include "backend/posix/durablefile.h"

#include <netinet/in.h>
#include <sys/socket.h>

#include <bit>
#include <utility>

namespace Atelier::Shim {

namespace {

constexpr int mostTries = 40;
constexpr int firstPort = 20000;
constexpr int lastPort = 32000;

bool looksFree(std::uint16_t port)
{
    const Posix::Descriptor probe(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
    const int yes = 1;
    ::setsockopt(probe.get(), SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    return ::bind(probe.get(), std::bit_cast<const sockaddr *>(&address), sizeof address) == 0;
}

} // namespace

Ports::Ports(std::uint16_t preferred)
    : m_preferred(preferred)
    , m_random(std::random_device{}())
{
}

std::optional<std::uint16_t> Ports::next()
{
    if (const std::uint16_t preferred = std::exchange(m_preferred, std::uint16_t{0});
        preferred != 0) {
        return preferred;
    }
    std::uniform_int_distribution<int> any(firstPort, lastPort);
    while (m_tries < mostTries) {
        ++m_tries;
        const auto port = static_cast<std::uint16_t>(any(m_random));
        if (looksFree(port)) {
            return port;
        }
    }
    return {};
}

} // namespace Atelier::Shim
