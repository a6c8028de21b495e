// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <string>

namespace Atelier::Test {

/**
 * A TCP proxy on a free port of 127.0.0.1 that behaves like a bad network: it delays, throttles,
 * stalls, cuts, corrupts, refuses and keeps silent, as told at run time. It has a thread of its
 * own; every function may be called from any thread and has taken effect when it returns.
 *
 * Faults at a byte count from the begin of a connection, each way by itself, in what has been
 * passed on; connections count from 1.
 */
class FaultProxy final
{
public:
    enum class Direction : std::uint8_t { Up, Down }; ///< to the target, and back
    enum class Fault : std::uint8_t {
        Reset, ///< both ends get an RST
        End,   ///< both ends get a FIN
        Stall, ///< nothing moves any more either way, until release()
        Flip   ///< one bit of the byte at this place is wrong
    };

    /** Towards @p port of @p host, a numeric IPv4 address. Check isListening(). */
    explicit FaultProxy(std::uint16_t port, const std::string &host = "127.0.0.1");
    FaultProxy(const FaultProxy &) = delete;
    FaultProxy &operator=(const FaultProxy &) = delete;
    /** Resets all connections. */
    ~FaultProxy();

    [[nodiscard]] bool isListening() const;
    [[nodiscard]] std::uint16_t port() const;

    /** What comes in from now on leaves this much later, at any rate. Making a connection takes
     * three times as long until its first byte, as with TCP itself. */
    void setDelay(std::chrono::microseconds oneWay);
    void setDelay(Direction direction, std::chrono::microseconds oneWay);
    /** At most so many bytes a second over all connections; 0: no limit. */
    void setThrottle(Direction direction, std::int64_t bytesPerSecond);

    /** When a connection has passed on @p at bytes in @p direction. Happens once, to connection
     * @p connection, or with 0 to the first that comes so far. */
    void inject(Fault fault, Direction direction, std::int64_t at, int connection = 0);
    /** Forgets the faults that have not happened yet. */
    void clearFaults();
    /** Fault::Reset or Fault::End for all connections, at once. */
    void cut(Fault how);
    /** All connections; what comes is kept, and passed on by release(). */
    void stall();
    void stall(Direction direction);
    void release();

    /** Nobody listens: ECONNREFUSED. The port stays ours. */
    void setRefusing(bool on);
    /** Accepts, and neither answers nor passes on. What was accepted so stays so. */
    void setSilent(bool on);
    /** The network has gone: what connects gets no answer (its SYN is dropped, as on a dead
     * link), and connections stall. Both come back with false. */
    void setAway(bool on);

    [[nodiscard]] int connections() const; ///< accepted so far
    [[nodiscard]] int openConnections() const;
    [[nodiscard]] int faultsHappened() const;
    [[nodiscard]] std::int64_t bytes(Direction direction) const; ///< passed on, of all connections
    [[nodiscard]] std::int64_t bytes(Direction direction, int connection) const;

private:
    class Loop;
    std::unique_ptr<Loop> m_loop;
};

} // namespace Atelier::Test
