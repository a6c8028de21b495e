// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
// What became of a job, from what its folder holds.
#include "backend/node/run/jobmemory.h"
#include "backend/node/run/jobstore.h"
#include "backend/node/run/orphans.h"

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <format>
#include <system_error>

namespace Atelier::Node {

namespace {

using nlohmann::json;

/** Why a supervisor that has recorded nothing is gone. */
const char *lossOf(const json &run, const json &here)
{
    if (run.value("bootId", std::string()) != here.value("bootId", std::string())) {
        return "reboot";
    }
    if (run.value("pidNamespace", std::uint64_t{0})
        != here.value("pidNamespace", std::uint64_t{0})) {
        return "nodeStopped"; // a sandbox that has ended, with everything in it
    }
    return "supervisorKilled";
}

const char *sentenceForLoss(const std::string &loss)
{
    if (loss == "reboot") {
        return "The machine was restarted while the job ran.";
    }
    return loss == "nodeStopped" ? "The node was stopped while the job ran."
                                 : "The job's supervisor was killed; what it left was ended.";
}

/** Whoever gets the lock of a job that was begun and has no supervisor writes its end. */
void settle(const JobFolder &folder, const json &run, const json &here)
{
    const Posix::Descriptor lock = folder.hold();
    if (!lock.isOpen() || folder.has(JobFolder::endName)) {
        return;
    }
    const std::string loss = lossOf(run, here);
    const auto spec = folder.read(JobFolder::specName).value_or(json::object());
    OrphansEnded orphans;
    if (loss == "supervisorKilled") {
        orphans = endOrphans(run, spec.value("token", std::string()));
    } else {
        JobMemory group; // of a node that was stopped, it may still be there
        group.adopt(run.value("memoryGroup", std::string()));
        group.remove();
    }
    const json end{{"protocol", jobProtocol},
                   {"status", "lost"},
                   {"reason", loss},
                   {"startedAt", run.value("time", std::string())},
                   {"endedAt", utcTime()}, // noticed then
                   {"orphansEnded", orphans.killed},
                   {"orphansRemaining", orphans.remaining},
                   {"message", sentenceForLoss(loss)}};
    try {
        Posix::writeDurably(folder.file(JobFolder::endName), end.dump(2));
    } catch (const std::system_error &) { // NOLINT(bugprone-empty-catch): the next one tries again
    }
}

bool isSupervisorOf(const json &run)
{
    const json supervisor = run.value("supervisor", json::object());
    const auto process = Posix::processOf(supervisor.value("pid", 0));
    // A dead one that nobody has waited for holds nothing, whoever has the lock.
    return process && process->state != 'Z'
           && process->startTime == supervisor.value("startTime", std::uint64_t{0});
}

json withState(json job, const char *state)
{
    job["state"] = state;
    return job;
}

} // namespace

JobStore::JobStore(std::string root, std::vector<std::string> supervisor, JobStepWatcher watcher)
    : m_root(std::move(root))
    , m_supervisor(std::move(supervisor))
    , m_watcher(std::move(watcher))
{
}

std::string JobStore::defaultRoot()
{
    // The specification wants a relative path there to be ignored.
    if (const char *state = ::getenv("XDG_STATE_HOME"); state != nullptr && *state == '/') {
        return std::string(state) + "/atelier/jobs";
    }
    const char *home = ::getenv("HOME"); // which sshd sets
    return std::string(home == nullptr ? "" : home) + "/.local/state/atelier/jobs";
}

JobFolder JobStore::folderNamed(const std::string &id) const
{
    return JobFolder(m_root + '/' + id);
}

void JobStore::passed(JobStep step) const
{
    if (m_watcher) {
        m_watcher(step);
    }
}

Outcome<JobFolder> JobStore::folderOf(const std::string &id) const
{
    if (!isJobId(id)) {
        return std::unexpected(
            Fault{.code = FaultCode::Invalid,
                  .message = "A job's id consists of 1 to 128 letters, digits, '-', '_' and '.', "
                             "and does not begin with '.'."});
    }
    JobFolder folder = folderNamed(id);
    if (!folder.has(JobFolder::specName)) {
        return std::unexpected(
            Fault{.code = FaultCode::NotFound,
                  .message = std::format("There is no job with the id \"{}\".", id),
                  .path = id});
    }
    return folder;
}

json JobStore::stateOf(const JobFolder &folder) const
{
    json job{{"id", std::filesystem::path(folder.path()).filename().string()}};
    const json &here = thisPlace();
    // Twice, because a settling that has just begun is over the second time.
    for (int attempt = 0; attempt < 2; ++attempt) {
        // In the opposite order of their writing, the end once more behind the lock: what was
        // released in between has its end by then.
        std::optional<json> end = folder.read(JobFolder::endName);
        const bool held = !end && folder.isHeld();
        const std::optional<json> run = folder.read(JobFolder::runName);
        if (!end && !held) {
            end = folder.read(JobFolder::endName);
        }
        if (run) {
            job["startedAt"] = run->value("time", std::string());
            job["pid"] = run->value("process", json::object()).value("pid", 0);
            job["memoryLimited"] = run->value("memoryLimited", false);
        }
        if (end) {
            job["end"] = std::move(*end);
            return withState(std::move(job), "ended");
        }
        if (!run) {
            return withState(std::move(job), held ? "starting" : "prepared");
        }
        if (run->value("machine", std::string()) != here.value("machine", std::string())) {
            return withState(std::move(job), "elsewhere");
        }
        if (held
            && (run->value("pidNamespace", json()) != here.value("pidNamespace", json())
                || isSupervisorOf(*run))) {
            return withState(std::move(job),
                             folder.has(JobFolder::cancelName) ? "ending" : "running");
        }
        if (!held) {
            settle(folder, *run, here);
        }
    }
    return withState(std::move(job), "ending"); // it is being settled
}

Outcome<json> JobStore::status(const std::string &id) const
{
    return folderOf(id).transform([this](const JobFolder &folder) {
        json job = stateOf(folder);
        if (const auto spec = folder.read(JobFolder::specName)) {
            job["spec"] = spec->value("spec", json::object());
        }
        return job;
    });
}

std::vector<json> JobStore::statusOfAll() const
{
    std::vector<std::string> ids;
    std::error_code error;
    for (std::filesystem::directory_iterator entry(m_root, error), end; !error && entry != end;
         entry.increment(error)) {
        if (std::string id = entry->path().filename().string(); isJobId(id)) {
            ids.push_back(std::move(id));
        }
    }
    std::ranges::sort(ids);
    std::vector<json> result;
    for (const std::string &id : ids) {
        if (auto job = status(id)) {
            result.push_back(std::move(*job));
        }
    }
    return result;
}

} // namespace Atelier::Node
