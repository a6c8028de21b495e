// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backend/node/run/jobfolder.h"
#include "backend/node/run/jobmemory.h"
#include "backend/node/run/jobprogram.h"
#include "backend/node/run/jobsteps.h"

#include <chrono>
#include <cstdint>
#include <functional>
#include <optional>
#include <set>
#include <string>

namespace Atelier::Node {

/**
 * One job from its start to its end, in a process of its own that depends on nobody: whoever
 * started it may be gone. It begins the job's program at most once, is the reaper of all that
 * comes from it, and records the end only when nothing of it is left. Single-threaded; further
 * source: jobending.
 */
class JobSupervisor final
{
public:
    /** Leaves the present folder for @p folder. @p report is the caller's, see superviseJob(). */
    JobSupervisor(const std::string &folder, Posix::Descriptor &report, JobStepWatcher watcher);
    /** A process's exit status. */
    [[nodiscard]] int run();

private:
    using Clock = std::chrono::steady_clock;
    enum class Stop : std::uint8_t { None, Asked, Cancelled, TimeLimit };

    void prepare();
    void begin();
    void keep();
    void writeRun();
    void report(const std::string &line);

    /** Sleeps until something happens or the time is over; takes in what happened. */
    void wait(std::optional<Clock::time_point> until);
    void readSignals();
    void readFailure();
    void readCancel();
    /** False once this process has no child, so that nothing of the job is left. */
    bool reap();

    void endAll();
    void askToEnd();
    void killAll();
    [[nodiscard]] nlohmann::json ending() const;
    [[nodiscard]] std::string statusWord() const;
    [[nodiscard]] std::string endingSentence(const nlohmann::json &end) const;
    void recordEnd();

    JobFolder m_folder;
    std::string m_id;
    JobSpec m_spec;
    std::string m_token;
    Posix::Descriptor m_lock;
    Posix::Descriptor m_signals;
    Posix::Descriptor &m_report;
    JobStepWatcher m_watcher;
    JobMemory m_memory;
    JobProgram m_program;
    std::optional<FailedBeginning> m_failure;
    std::string m_startedAt;
    Clock::time_point m_started;
    Clock::time_point m_over; ///< when the first process ended
    std::optional<Clock::time_point> m_killAt;
    std::set<std::pair<pid_t, std::uint64_t>> m_asked; ///< have had their SIGTERM
    std::size_t m_leftBehind = 0; ///< processes that were there when the first one had ended
    int m_status = 0;             ///< as waitpid gave it
    Stop m_stop = Stop::None;
    bool m_memoryLimited = false;
    bool m_ended = false;
};

/** atelier-node supervise FOLDER [DESCRIPTOR]: a job's supervisor, which leaves the process that
 *  it was started as. A line goes to @p reportDescriptor, if it isn't negative, once the job runs
 *  ("running"), has ended ("ended"), is another's ("other"), or failed ("failed ERRNO TEXT"). */
[[nodiscard]] int superviseJob(const std::string &folder,
                               int reportDescriptor,
                               const JobStepWatcher &watcher = {});

} // namespace Atelier::Node
