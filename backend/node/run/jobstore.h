// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backend/node/protocol/outcome.h"
#include "backend/node/run/jobfolder.h"
#include "backend/node/run/jobspec.h"
#include "backend/node/run/jobsteps.h"

#include <nlohmann/json.hpp>

#include <chrono>
#include <optional>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

namespace Atelier::Node {

/**
 * The jobs of one user on this machine, in folders named after their ids. Any number of processes
 * and threads may use one root at once; each may be killed anywhere. Errors: Invalid for ids and
 * numbers, NotFound for jobs; further sources: jobstart, jobstatus, jobcontrol.
 *
 * A job as JSON: {"id","state","spec", …} where state is
 *   "prepared"   nothing runs yet: whoever was starting it is gone; start it again
 *   "starting"
 *   "running"    with "startedAt", "pid", "memoryLimited"
 *   "ending"     it was cancelled
 *   "ended"      with "end", the content of end.json; nothing of it is left
 *   "elsewhere"  begun on another machine that shares this folder: only that one knows
 */
class JobStore final
{
public:
    /** @p supervisor: the command that becomes a supervisor when a folder and a descriptor's
     * number follow. */
    JobStore(std::string root, std::vector<std::string> supervisor, JobStepWatcher watcher = {});

    /** $XDG_STATE_HOME/atelier/jobs, or ~/.local/state/atelier/jobs. */
    [[nodiscard]] static std::string defaultRoot();

    /**
     * Starts @p id, or tells what became of it when it was started before: it never runs twice.
     * AlreadyExists: under this id there is another spec. NoSpace and others of the machine's.
     */
    [[nodiscard]] Outcome<nlohmann::json> start(const std::string &id, const JobSpec &spec) const;

    [[nodiscard]] Outcome<nlohmann::json> status(const std::string &id) const;
    /** In the order of the ids, those that can't be read left out. */
    [[nodiscard]] std::vector<nlohmann::json> statusOfAll() const;

    /** To each process of the job that runs: how many. Invalid: no signal of this name; allowed
     * are HUP, INT, QUIT, KILL, USR1, USR2, TERM, CONT and STOP. Busy: it doesn't run. */
    [[nodiscard]] Outcome<nlohmann::json> signal(const std::string &id,
                                                 std::string_view name) const;
    /** Ends all of it: SIGTERM, after @p graceSeconds (as in its spec) SIGKILL. One that hasn't
     * begun never will; one that has ended stays as it was. Returns before it has ended. */
    [[nodiscard]] Outcome<nlohmann::json> cancel(const std::string &id,
                                                 std::optional<int> graceSeconds) const;
    /** The job once it has ended; Cancelled by @p stop. */
    [[nodiscard]] Outcome<nlohmann::json> wait(const std::string &id,
                                               const std::stop_token &stop) const;
    /** Forgets one that has ended, with its output. Busy: it hasn't. */
    [[nodiscard]] Outcome<void> remove(const std::string &id) const;

    /** Invalid or NotFound. */
    [[nodiscard]] Outcome<JobFolder> folderOf(const std::string &id) const;
    /** What state says and what belongs to it; settles a job whose supervisor is gone. */
    [[nodiscard]] nlohmann::json stateOf(const JobFolder &folder) const;

private:
    [[nodiscard]] Outcome<void> prepare(const std::string &id, const JobSpec &spec) const;
    /** Ends a supervisor's start: what it said, empty when it died. */
    [[nodiscard]] Outcome<std::string> launch(const JobFolder &folder) const;
    [[nodiscard]] JobFolder folderNamed(const std::string &id) const;
    void passed(JobStep step) const;

    std::string m_root;
    std::vector<std::string> m_supervisor;
    JobStepWatcher m_watcher;
};

} // namespace Atelier::Node
