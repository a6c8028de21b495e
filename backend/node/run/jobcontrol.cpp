// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
// Signals to a job, its cancelling, waiting for it, its removal.
#include "backend/node/run/jobmemory.h"
#include "backend/node/run/jobstore.h"
#include "backend/node/run/jobwatch.h"
#include "backend/node/run/orphans.h"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <cerrno>
#include <csignal>
#include <cstdio>
#include <filesystem>
#include <format>
#include <system_error>
#include <thread>
#include <utility>

namespace Atelier::Node {

namespace {

using nlohmann::json;

constexpr std::array<std::pair<std::string_view, int>, 9> allowedSignals{{{"HUP", SIGHUP},
                                                                          {"INT", SIGINT},
                                                                          {"QUIT", SIGQUIT},
                                                                          {"KILL", SIGKILL},
                                                                          {"USR1", SIGUSR1},
                                                                          {"USR2", SIGUSR2},
                                                                          {"TERM", SIGTERM},
                                                                          {"CONT", SIGCONT},
                                                                          {"STOP", SIGSTOP}}};

constexpr int longestGrace = 24 * 60 * 60;
// The end of a job that a supervisor has not recorded yet, or that another one settles.
constexpr std::chrono::milliseconds settlingInterval{200};
constexpr std::chrono::milliseconds farInterval{5000};
constexpr int removalAttempts = 200;
constexpr std::chrono::milliseconds removalInterval{5};

bool tellSupervisor(const JobFolder &folder)
{
    const json run = folder.read(JobFolder::runName).value_or(json::object());
    const json supervisor = run.value("supervisor", json::object());
    const auto pid = supervisor.value("pid", 0);
    return pid > 0 && signalProcess(pid, supervisor.value("startTime", std::uint64_t{0}), SIGTERM);
}

/** Several may cancel at once: each writes under a name of its own. */
void writeCancel(const JobFolder &folder, std::optional<int> grace)
{
    static std::atomic<unsigned> count = 0;
    const std::string own = folder.file(std::format("cancel-{}-{}", ::getpid(), ++count).c_str());
    json cancel{{"protocol", jobProtocol}, {"time", utcTime()}};
    if (grace) {
        cancel["graceSeconds"] = *grace;
    }
    Posix::writeDurably(own, cancel.dump());
    if (::rename(own.c_str(), folder.file(JobFolder::cancelName).c_str()) != 0) {
        throw std::system_error(errno, std::generic_category(), own);
    }
}

/** A supervisor that comes later finds this, or what cancels; one that is there has the lock. */
void endUnlessBegun(const JobFolder &folder)
{
    const Posix::Descriptor lock = folder.hold();
    if (lock.isOpen() && !folder.has(JobFolder::runName) && !folder.has(JobFolder::endName)) {
        const json end{{"protocol", jobProtocol},
                       {"status", "cancelled"},
                       {"endedAt", utcTime()},
                       {"message", "The job was cancelled before it began."}};
        Posix::writeDurably(folder.file(JobFolder::endName), end.dump(2));
        // A supervisor that died before its record may have left a control group.
        const json spec = folder.read(JobFolder::specName).value_or(json::object());
        JobMemory::discard(std::filesystem::path(folder.path()).filename().string() + '-'
                           + spec.value("token", std::string()));
    }
}

Fault busy(const std::string &id, const char *what)
{
    return {.code = FaultCode::Busy,
            .message = std::format("The job \"{}\" {}.", id, what),
            .path = id};
}

} // namespace

Outcome<json> JobStore::signal(const std::string &id, std::string_view name) const
{
    const auto *allowed = std::ranges::find(allowedSignals,
                                            name.starts_with("SIG") ? name.substr(3) : name,
                                            &std::pair<std::string_view, int>::first);
    if (allowed == allowedSignals.end()) {
        return std::unexpected(
            Fault{.code = FaultCode::Invalid,
                  .message = "The signal must be one of HUP, INT, QUIT, KILL, USR1, USR2, TERM, "
                             "CONT and STOP."});
    }
    const auto folder = folderOf(id);
    if (!folder) {
        return std::unexpected(folder.error());
    }
    const std::string state = stateOf(*folder).value("state", std::string());
    if (state != "running" && state != "ending") {
        return std::unexpected(busy(id, "does not run"));
    }
    const json run = folder->read(JobFolder::runName).value_or(json::object());
    const json supervisor = run.value("supervisor", json::object());
    const pid_t pid = supervisor.value("pid", 0);
    const std::vector<Posix::Process> all = Posix::allProcesses();
    // The number alone may be anybody's: in another PID namespace, or once the job has ended.
    const bool isHere = std::ranges::any_of(all, [&](const Posix::Process &process) {
        return pid > 0 && process.pid == pid
               && process.startTime == supervisor.value("startTime", std::uint64_t{0});
    });
    if (!isHere) {
        return std::unexpected(busy(id, "can't be reached from here"));
    }
    std::size_t count = 0;
    for (const auto &process : Posix::descendantsAmong(all, pid)) {
        count += process.state != 'Z'
                         && signalProcess(process.pid, process.startTime, allowed->second)
                     ? 1
                     : 0;
    }
    return json{{"processes", count}};
}

Outcome<json> JobStore::cancel(const std::string &id, std::optional<int> graceSeconds) const
{
    if (graceSeconds && (*graceSeconds < 0 || *graceSeconds > longestGrace)) {
        return std::unexpected(
            Fault{.code = FaultCode::Invalid,
                  .message = std::format("The grace must be from 0 to {} seconds.", longestGrace)});
    }
    const auto folder = folderOf(id);
    if (!folder) {
        return std::unexpected(folder.error());
    }
    json job = stateOf(*folder);
    if (job.at("state") == "ended" || job.at("state") == "elsewhere") {
        return job;
    }
    try {
        writeCancel(*folder, graceSeconds);
        endUnlessBegun(*folder);
    } catch (const std::system_error &error) {
        return std::unexpected(systemFault(error.code().value(), folder->path()));
    }
    static_cast<void>(tellSupervisor(*folder)); // gone: its end is told below
    return stateOf(*folder);
}

Outcome<json> JobStore::wait(const std::string &id, const std::stop_token &stop) const
{
    const auto folder = folderOf(id);
    if (!folder) {
        return std::unexpected(folder.error());
    }
    try {
        JobWatch watch(*folder);
        while (true) {
            json job = stateOf(*folder);
            if (job.at("state") == "ended") {
                return job;
            }
            if (!folder->has(JobFolder::specName)) {
                return std::unexpected(folderOf(id).error());
            }
            // What is settled by another process, or far away, need not tell.
            std::optional<std::chrono::milliseconds> longest;
            if (job.at("state") == "ending") {
                longest = settlingInterval;
            } else if (job.at("state") == "elsewhere") {
                longest = farInterval;
            }
            if (watch.wait(stop, longest) == JobWatch::Woken::Stopped) {
                return std::unexpected(Fault{.code = FaultCode::Cancelled,
                                             .message = "Nobody waits for the job any more."});
            }
        }
    } catch (const std::system_error &error) {
        return std::unexpected(systemFault(error.code().value(), folder->path()));
    }
}

Outcome<void> JobStore::remove(const std::string &id) const
{
    const auto folder = folderOf(id);
    if (!folder) {
        return std::unexpected(folder.error());
    }
    if (stateOf(*folder).at("state") != "ended") {
        return std::unexpected(busy(id, "has not ended"));
    }
    // Who has recorded the end lets go of it a moment later.
    Posix::Descriptor lock = folder->hold();
    for (int attempt = 0; attempt < removalAttempts && !lock.isOpen(); ++attempt) {
        std::this_thread::sleep_for(removalInterval);
        lock = folder->hold();
    }
    if (!lock.isOpen()) {
        return std::unexpected(busy(id, "is being ended"));
    }
    // What a supervisor that was killed behind its record may have left.
    JobMemory group;
    group.adopt(folder->read(JobFolder::runName)
                    .value_or(json::object())
                    .value("memoryGroup", std::string()));
    group.remove();
    // A name that sweep() knows.
    static std::atomic<unsigned> count = 0;
    const JobFolder gone(std::format("{}/.gone-{}-{}-{}", m_root, id, ++count, ownMark()));
    if (::rename(folder->path().c_str(), gone.path().c_str()) != 0) {
        return std::unexpected(systemFault(errno, folder->path()));
    }
    // The spec first: a supervisor that came too late finds nothing to begin.
    if (::unlink(gone.file(JobFolder::specName).c_str()) != 0) {
        return std::unexpected(systemFault(errno, gone.path()));
    }
    std::error_code error;
    std::filesystem::remove_all(gone.path(), error);
    if (error) {
        return std::unexpected(systemFault(error.value(), gone.path()));
    }
    return {};
}

} // namespace Atelier::Node
