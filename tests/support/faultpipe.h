// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <cstdint>
#include <deque>
#include <memory>
#include <span>
#include <vector>

namespace Atelier::Test {

using ProxyClock = std::chrono::steady_clock;
using ProxyTime = ProxyClock::time_point;
inline constexpr ProxyTime noTime = ProxyTime::max();

/** What limits the rate of one direction of a FaultProxy, over all its connections. */
class FaultThrottle final
{
public:
    void setRate(std::int64_t bytesPerSecond);
    [[nodiscard]] bool isLimiting() const { return m_rate > 0; }
    /** How many bytes may leave now. */
    [[nodiscard]] std::size_t allowance(ProxyTime now);
    void spend(std::size_t bytes);
    /** When enough to be worth a turn may leave. */
    [[nodiscard]] ProxyTime next(ProxyTime now) const;
    /** So many bytes wait at most; more would be a router with a much too long queue. */
    [[nodiscard]] std::size_t queueLimit() const;

private:
    std::int64_t m_rate = 0;
    double m_credit = 0;
    ProxyTime m_since;
};

/** One direction of a proxied connection: what came in, each piece with the time when it is due. */
class FaultPipe final
{
public:
    enum class Ending : std::uint8_t { None, End, Reset };

    /** Reads what is there from @p source, due after @p delay and not before @p notBefore. */
    void readFrom(int source, ProxyTime now, ProxyClock::duration delay, ProxyTime notBefore);
    /** Sends at most @p limit of the due bytes to @p target. */
    std::size_t writeTo(int target, ProxyTime now, std::size_t limit);
    /** Flips a bit of the next byte to be sent; false when there is none yet. */
    [[nodiscard]] bool flipNext();

    [[nodiscard]] bool wantsInput(const FaultThrottle &throttle) const;
    [[nodiscard]] bool hasDue(ProxyTime now) const;
    /** When the first piece is due. */
    [[nodiscard]] ProxyTime due() const;
    /** How the source has ended, once everything before was sent and this is due. */
    [[nodiscard]] Ending ending(ProxyTime now) const;
    [[nodiscard]] bool isBlocked() const { return m_blocked; }
    void unblock() { m_blocked = false; }
    /** The target takes nothing any more; what comes is dropped. */
    [[nodiscard]] bool isBroken() const { return m_broken; }
    [[nodiscard]] std::int64_t moved() const { return m_moved; }

private:
    struct Chunk
    {
        ProxyTime due;
        std::unique_ptr<char[]> data; // NOLINT(modernize-avoid-c-arrays): left uninitialised
        std::size_t size = 0;
        std::size_t sent = 0;
    };

    void keep(std::size_t count, ProxyTime due);
    [[nodiscard]] std::size_t send(int target, const char *data, std::size_t size);

    std::deque<Chunk> m_chunks;
    std::unique_ptr<char[]> m_spare; // NOLINT(modernize-avoid-c-arrays)
    std::size_t m_queued = 0;
    std::int64_t m_moved = 0;
    bool m_blocked = false;
    bool m_broken = false;
    Ending m_ending = Ending::None;
    ProxyTime m_endDue = noTime;
};

} // namespace Atelier::Test
