// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/shim/memorylimit.h"
#include "app/shim/nodelog.h"
#include "app/shim/ports.h"
#include "app/shim/spawn.h"
#include "app/shim/spec.h"

#include <chrono>
#include <cstdint>
#include <exception>
#include <optional>
#include <string>

namespace Atelier::Shim {

/**
 * One node from its start to its end. The steps stand in run() in their order; everything
 * that happens meanwhile arrives in wait(). Further sources: events, ending, recording.
 */
class Supervisor final
{
public:
    explicit Supervisor(const std::string &folder);
    [[nodiscard]] int run();
    /** Ends everything after @p error, an exception of run(), and says so wherever it can: on a
     * full disk only who waits for the start hears of it. */
    void giveUp(const std::exception &error);

private:
    /** How an attempt to start came out. */
    enum class Attempt : std::uint8_t { Running, PortTaken, Ended, Stopping };
    using Clock = std::chrono::steady_clock;
    static constexpr auto recordName = "record.json";
    static constexpr auto endName = "end.json";

    void takeLock();
    void prepare();
    Attempt attempt(std::uint16_t port);
    void readInfo();
    void writeRecord(const char *state);
    void report(const std::string &line);

    /** Sleeps until something happens or the time is over; takes in what happened. */
    void wait(std::optional<Clock::time_point> until);
    void readSignals();
    void readErrors();
    void reap();

    [[nodiscard]] const char *causeAfter(Attempt outcome) const;
    void stopGently();
    void killAll();
    [[nodiscard]] bool politeProcessesRemain() const;
    void recordEnd(const char *cause, const std::string &reason = {});

    Spec m_spec;
    NodeLog m_log;
    std::string m_bootId;
    Posix::Descriptor m_lock;
    Posix::Descriptor m_signals;
    Posix::Descriptor m_report;
    Spawned m_child;
    MemoryLimit m_memory;
    pid_t m_sandbox = 0; ///< first process inside; the child itself when not isolated
    pid_t m_server = 0;  ///< the SSH server
    std::uint16_t m_port = 0;
    int m_status = 0; ///< as waitpid gave it
    bool m_isKeeper = false;
    bool m_ended = false;
    bool m_listening = false;
    bool m_portTaken = false;
    bool m_stopping = false;
    bool m_asked = false; ///< to stop, by who may
    bool m_memoryLimited = false;
};

} // namespace Atelier::Shim
