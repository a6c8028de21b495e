// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backend/core/uniquefd.h"
#include "tests/support/faultpipe.h"
#include "tests/support/faultproxy.h"

#include <netinet/in.h>
#include <poll.h>

#include <array>
#include <vector>

namespace Atelier::Test {

/** A fault that is still to come. */
struct PlannedFault
{
    FaultProxy::Fault fault;
    FaultProxy::Direction direction;
    std::int64_t at;
    int connection; ///< 0: any
};

/** What holds for all connections of a proxy, and what all of them count. */
struct FaultState
{
    sockaddr_in target{};
    std::array<ProxyClock::duration, 2> delay{};
    std::array<FaultThrottle, 2> throttle;
    std::array<bool, 2> stalled{};
    bool isAway = false;
    std::vector<PlannedFault> planned;
    int happened = 0;
    std::array<std::int64_t, 2> moved{};
};

/** One connection through a FaultProxy; belongs to its thread. */
class FaultLink final
{
public:
    using Direction = FaultProxy::Direction;

    /** @p isSilent: nothing is passed on, ever. */
    FaultLink(UniqueFd client, int number, bool isSilent, const FaultState &state);

    void watch(std::vector<pollfd> &polled, FaultState &state, ProxyTime now);
    /** Does what watch() asked for; @p polled as poll(2) left it. */
    void drive(const std::vector<pollfd> &polled, FaultState &state, ProxyTime now);
    /** When drive() is due without anything happening to the sockets. */
    [[nodiscard]] ProxyTime deadline(FaultState &state, ProxyTime now) const;
    [[nodiscard]] bool isFinished() const { return !m_client.isValid(); }

    void cut(FaultProxy::Fault how);
    void release() { m_stalled = false; }
    [[nodiscard]] int number() const { return m_number; }
    [[nodiscard]] std::int64_t moved(Direction direction) const
    {
        return m_pipes.at(static_cast<std::size_t>(direction)).moved();
    }

private:
    enum class Phase : std::uint8_t { Waiting, Connecting, Open, Farewell };

    [[nodiscard]] int source(std::size_t way) const;
    [[nodiscard]] int sink(std::size_t way) const;
    [[nodiscard]] bool isHeld(std::size_t way, const FaultState &state) const;
    void connect(const FaultState &state);
    void pass(std::size_t way, FaultState &state, ProxyTime now);
    void passEnd(std::size_t way, ProxyTime now);
    /** How much may move until the next fault of @p way; happens when that is nothing. */
    [[nodiscard]] std::size_t untilFault(std::size_t way, FaultState &state);
    void discard();
    void reset();

    UniqueFd m_client;
    UniqueFd m_server;
    int m_number;
    bool m_silent;
    bool m_stalled = false;
    Phase m_phase = Phase::Waiting;
    ProxyTime m_connectAt;
    std::array<FaultPipe, 2> m_pipes;
    std::array<bool, 2> m_ended{};
    std::size_t m_slot = 0; ///< of the client in poll's list; the server's is the next
};

} // namespace Atelier::Test
