// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/faultproxy.h"

#include "tests/support/faultproxyloop.h"

#include <arpa/inet.h>

#include <algorithm>

namespace Atelier::Test {

FaultProxy::FaultProxy(std::uint16_t port, const std::string &host)
{
    sockaddr_in target{};
    target.sin_family = AF_INET;
    target.sin_port = htons(port);
    if (::inet_pton(AF_INET, host.c_str(), &target.sin_addr) != 1) {
        target.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    }
    m_loop = std::make_unique<Loop>(target);
}

FaultProxy::~FaultProxy() = default;

bool FaultProxy::isListening() const
{
    return m_loop->isListening();
}

std::uint16_t FaultProxy::port() const
{
    return m_loop->port();
}

void FaultProxy::setDelay(std::chrono::microseconds oneWay)
{
    m_loop->call([&] { m_loop->m_state.delay = {oneWay, oneWay}; });
}

void FaultProxy::setDelay(Direction direction, std::chrono::microseconds oneWay)
{
    m_loop->call([&] { m_loop->m_state.delay.at(static_cast<std::size_t>(direction)) = oneWay; });
}

void FaultProxy::setThrottle(Direction direction, std::int64_t bytesPerSecond)
{
    m_loop->call([&] {
        m_loop->m_state.throttle.at(static_cast<std::size_t>(direction)).setRate(bytesPerSecond);
    });
}

void FaultProxy::inject(Fault fault, Direction direction, std::int64_t at, int connection)
{
    m_loop->call([&] {
        m_loop->m_state.planned.push_back(
            {.fault = fault, .direction = direction, .at = at, .connection = connection});
    });
}

void FaultProxy::clearFaults()
{
    m_loop->call([&] { m_loop->m_state.planned.clear(); });
}

void FaultProxy::cut(Fault how)
{
    m_loop->call(
        [&] { std::ranges::for_each(m_loop->m_links, [how](FaultLink &link) { link.cut(how); }); });
}

void FaultProxy::stall()
{
    m_loop->call([&] { m_loop->m_state.stalled = {true, true}; });
}

void FaultProxy::stall(Direction direction)
{
    m_loop->call([&] { m_loop->m_state.stalled.at(static_cast<std::size_t>(direction)) = true; });
}

void FaultProxy::release()
{
    m_loop->call([&] { m_loop->releaseAll(); });
}

void FaultProxy::setRefusing(bool on)
{
    m_loop->call([&] { m_loop->refuse(on); });
}

void FaultProxy::setSilent(bool on)
{
    m_loop->call([&] { m_loop->m_silent = on; });
}

void FaultProxy::setAway(bool on)
{
    m_loop->call([&] { m_loop->goAway(on); });
}

int FaultProxy::connections() const
{
    return m_loop->ask<int>([&] { return m_loop->m_accepted; });
}

int FaultProxy::openConnections() const
{
    return m_loop->ask<int>([&] { return static_cast<int>(m_loop->m_links.size()); });
}

int FaultProxy::faultsHappened() const
{
    return m_loop->ask<int>([&] { return m_loop->m_state.happened; });
}

std::int64_t FaultProxy::bytes(Direction direction) const
{
    return m_loop->ask<std::int64_t>(
        [&] { return m_loop->m_state.moved.at(static_cast<std::size_t>(direction)); });
}

std::int64_t FaultProxy::bytes(Direction direction, int connection) const
{
    return m_loop->ask<std::int64_t>([&] { return m_loop->moved(direction, connection); });
}

} // namespace Atelier::Test
