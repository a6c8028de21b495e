// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/faultlink.h"

#include <netinet/tcp.h>
#include <sys/socket.h>

#include <algorithm>
#include <cerrno>

namespace Atelier::Test {

namespace {

constexpr std::size_t up = 0;
constexpr std::size_t down = 1;
/** A throttled link must not have megabytes under way in the kernel's buffers. */
constexpr int throttledBuffer = 16 * 1024;

void sendAtOnce(int socket)
{
    const int on = 1;
    static_cast<void>(::setsockopt(socket, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on));
}

void limitBuffer(int socket, bool isLimited)
{
    if (isLimited) {
        static_cast<void>(
            ::setsockopt(socket, SOL_SOCKET, SO_RCVBUF, &throttledBuffer, sizeof throttledBuffer));
    }
}

} // namespace

FaultLink::FaultLink(UniqueFd client, int number, bool isSilent, const FaultState &state)
    : m_client(std::move(client))
    , m_number(number)
    , m_silent(isSilent)
    // The SYN goes up, its answer comes down, the first byte goes up behind the second SYN-ACK.
    , m_connectAt(ProxyClock::now() + (2 * state.delay[up]) + state.delay[down])
{
    sendAtOnce(m_client.get());
    limitBuffer(m_client.get(), state.throttle[up].isLimiting());
}

int FaultLink::source(std::size_t way) const
{
    return way == up ? m_client.get() : m_server.get();
}

int FaultLink::sink(std::size_t way) const
{
    return way == up ? m_server.get() : m_client.get();
}

bool FaultLink::isHeld(std::size_t way, const FaultState &state) const
{
    return m_stalled || m_silent || state.stalled.at(way) || state.isAway;
}

void FaultLink::connect(const FaultState &state)
{
    m_server = UniqueFd(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
    if (!m_server.isValid()) {
        reset();
        return;
    }
    sendAtOnce(m_server.get());
    limitBuffer(m_server.get(), state.throttle[down].isLimiting());
    const auto *address = reinterpret_cast<const sockaddr *>(
        &state.target); // NOLINT: the system's way
    if (::connect(m_server.get(), address, sizeof state.target) != 0 && errno != EINPROGRESS) {
        reset();
        return;
    }
    m_phase = Phase::Connecting;
}

void FaultLink::watch(std::vector<pollfd> &polled, FaultState &state, ProxyTime now)
{
    m_slot = polled.size();
    std::array<short, 2> events{};
    if (m_phase == Phase::Connecting) {
        events[1] = POLLOUT;
    } else if (m_phase == Phase::Open) {
        for (std::size_t way = 0; way < 2; ++way) {
            const auto from = way == up ? 0U : 1U;
            if (!isHeld(way, state) && m_pipes.at(way).wantsInput(state.throttle.at(way))) {
                events.at(from) |= POLLIN;
            }
            if (!isHeld(way, state) && m_pipes.at(way).isBlocked() && m_pipes.at(way).hasDue(now)) {
                events.at(1 - from) |= POLLOUT;
            }
        }
    } else if (m_phase == Phase::Farewell) {
        events = {m_ended[up] ? short{0} : short{POLLIN}, m_ended[down] ? short{0} : short{POLLIN}};
    }
    // poll reports a hang-up that nobody asked for without end: who isn't asked about is left out.
    polled.push_back(
        {.fd = events[0] != 0 ? m_client.get() : -1, .events = events[0], .revents = 0});
    polled.push_back(
        {.fd = events[1] != 0 ? m_server.get() : -1, .events = events[1], .revents = 0});
}

ProxyTime FaultLink::deadline(FaultState &state, ProxyTime now) const
{
    if (m_phase == Phase::Waiting) {
        return m_silent || state.isAway ? noTime : m_connectAt;
    }
    if (m_phase != Phase::Open) {
        return noTime;
    }
    ProxyTime next = noTime;
    for (std::size_t way = 0; way < 2; ++way) {
        if (isHeld(way, state) || m_pipes.at(way).isBlocked() || m_ended.at(way)) {
            continue;
        }
        auto &throttle = state.throttle.at(way);
        const bool isLimited = m_pipes.at(way).hasDue(now) && throttle.allowance(now) == 0;
        next = std::min(next, isLimited ? throttle.next(now) : m_pipes.at(way).due());
    }
    return next;
}

void FaultLink::drive(const std::vector<pollfd> &polled, FaultState &state, ProxyTime now)
{
    if (m_phase == Phase::Waiting && !m_silent && !state.isAway && now >= m_connectAt) {
        connect(state);
        return;
    }
    const std::array<short, 2> ready{polled.at(m_slot).revents, polled.at(m_slot + 1).revents};
    if (m_phase == Phase::Connecting && ready[1] != 0) {
        int error = 0;
        socklen_t size = sizeof error;
        if (::getsockopt(m_server.get(), SOL_SOCKET, SO_ERROR, &error, &size) != 0 || error != 0) {
            reset();
            return;
        }
        m_phase = Phase::Open;
    }
    if (m_phase == Phase::Farewell) {
        discard();
        return;
    }
    for (std::size_t way = 0; way < 2 && m_phase == Phase::Open; ++way) {
        auto &pipe = m_pipes.at(way);
        const auto from = way == up ? 0U : 1U;
        if ((ready.at(from) & (POLLIN | POLLHUP | POLLERR)) != 0 && !isHeld(way, state)
            && pipe.wantsInput(state.throttle.at(way))) {
            pipe.readFrom(source(way), now, state.delay.at(way), m_connectAt);
        }
        if ((ready.at(1 - from) & (POLLOUT | POLLHUP | POLLERR)) != 0) {
            pipe.unblock();
        }
        pass(way, state, now);
    }
}

void FaultLink::pass(std::size_t way, FaultState &state, ProxyTime now)
{
    auto &pipe = m_pipes.at(way);
    auto &throttle = state.throttle.at(way);
    while (m_phase == Phase::Open && !isHeld(way, state)) {
        const std::size_t untilNext = untilFault(way, state);
        if (m_phase != Phase::Open || isHeld(way, state) || pipe.isBlocked() || !pipe.hasDue(now)) {
            break;
        }
        const std::size_t limit = std::min(untilNext, throttle.allowance(now));
        const std::size_t sent = pipe.writeTo(sink(way), now, limit);
        throttle.spend(sent);
        state.moved.at(way) += static_cast<std::int64_t>(sent);
        if (sent == 0) {
            break;
        }
    }
    if (pipe.isBroken() && m_ended.at(1 - way)) {
        reset();
    } else if (m_phase == Phase::Open && !isHeld(way, state)) {
        passEnd(way, now);
    }
}

std::size_t FaultLink::untilFault(std::size_t way, FaultState &state)
{
    auto &pipe = m_pipes.at(way);
    std::size_t distance = SIZE_MAX;
    for (auto planned = state.planned.begin(); planned != state.planned.end();) {
        const bool isOurs = static_cast<std::size_t>(planned->direction) == way
                            && (planned->connection == 0 || planned->connection == m_number)
                            && planned->at >= pipe.moved();
        const auto ahead = static_cast<std::size_t>(planned->at - pipe.moved());
        if (!isOurs || ahead > 0) {
            distance = isOurs ? std::min(distance, ahead) : distance;
            ++planned;
            continue;
        }
        if (planned->fault == FaultProxy::Fault::Flip) {
            if (!pipe.flipNext()) {
                ++planned;
                continue;
            }
        } else if (planned->fault == FaultProxy::Fault::Stall) {
            m_stalled = true;
        } else {
            cut(planned->fault);
        }
        ++state.happened;
        planned = state.planned.erase(planned);
    }
    return distance;
}

void FaultLink::passEnd(std::size_t way, ProxyTime now)
{
    const auto ending = m_pipes.at(way).ending(now);
    if (ending == FaultPipe::Ending::Reset) {
        reset();
    } else if (ending == FaultPipe::Ending::End && !m_ended.at(way)) {
        m_ended.at(way) = true;
        // Fails when that side has gone, which reading from it says as well.
        static_cast<void>(::shutdown(sink(way), SHUT_WR));
        if (m_ended[up] && m_ended[down]) {
            m_client.reset();
            m_server.reset();
        }
    }
}

void FaultLink::cut(FaultProxy::Fault how)
{
    if (how != FaultProxy::Fault::End) {
        reset();
        return;
    }
    // Closing with unread input would send an RST, so both sides are read to their end.
    m_phase = Phase::Farewell;
    for (std::size_t way = 0; way < 2; ++way) {
        static_cast<void>(::shutdown(sink(way), SHUT_WR));
        m_ended.at(way) = false;
    }
    discard();
}

void FaultLink::discard()
{
    std::array<char, 65536> dropped{};
    for (std::size_t way = 0; way < 2; ++way) {
        ssize_t count = 1;
        while (!m_ended.at(way) && count > 0) {
            count = ::recv(source(way), dropped.data(), dropped.size(), MSG_DONTWAIT);
            m_ended.at(way) = count == 0 || (count < 0 && errno != EAGAIN && errno != EINTR);
        }
    }
    if (m_ended[up] && m_ended[down]) {
        m_client.reset();
        m_server.reset();
    }
}

void FaultLink::reset()
{
    const linger hard{.l_onoff = 1, .l_linger = 0};
    for (const int socket : {m_client.get(), m_server.get()}) {
        static_cast<void>(::setsockopt(socket, SOL_SOCKET, SO_LINGER, &hard, sizeof hard));
    }
    m_client.reset();
    m_server.reset();
    m_phase = Phase::Farewell;
}

} // namespace Atelier::Test
