// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
// How a job is brought to its end, and what is written of it.
#include "backend/node/run/jobsupervisor.h"

#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <csignal>
#include <cstring>
#include <format>
#include <system_error>

namespace Atelier::Node {

namespace {

constexpr std::chrono::milliseconds shortestLook{20};
constexpr std::chrono::milliseconds longestLook{500};
constexpr std::chrono::seconds longestRetry{30};

double secondsOf(const timeval &time)
{
    return static_cast<double>(time.tv_sec) + (static_cast<double>(time.tv_usec) / 1e6);
}

std::string signalNameOf(int number)
{
    const char *name = ::sigabbrev_np(number);
    return name != nullptr ? std::format("SIG{}", name) : std::format("signal {}", number);
}

} // namespace

/** First politely, then by force, until this process has no child: what a dying one leaves behind
 * becomes its child and follows. */
void JobSupervisor::endAll()
{
    if (m_ended && reap()) {
        m_leftBehind = Posix::descendantsOf(::getpid()).size();
    }
    if (!m_killAt) {
        m_killAt = Clock::now() + std::chrono::seconds(m_spec.graceSeconds);
    }
    auto look = shortestLook;
    while (reap() && Clock::now() < *m_killAt) {
        askToEnd();
        wait(std::min(Clock::now() + look, *m_killAt));
        look = std::min(look * 2, longestLook);
    }
    killAll();
}

/** Each of them once, also those that have come meanwhile. One that is stopped has to go on to
 * hear it. */
void JobSupervisor::askToEnd()
{
    for (const auto &process : Posix::descendantsAmong(Posix::allProcesses(), ::getpid())) {
        if (m_asked.emplace(process.pid, process.startTime).second) {
            ::kill(process.pid, SIGTERM);
            ::kill(process.pid, SIGCONT);
        }
    }
}

void JobSupervisor::killAll()
{
    auto look = shortestLook;
    while (reap()) {
        // At one stroke what is in the group; one by one what has left it for one of its own.
        static_cast<void>(m_memory.killAll());
        for (const auto &process : Posix::descendantsAmong(Posix::allProcesses(), ::getpid())) {
            ::kill(process.pid, SIGKILL);
        }
        if (reap()) {
            wait(Clock::now() + look);
            look = std::min(look * 2, longestLook);
        }
    }
}

std::string JobSupervisor::statusWord() const
{
    if (m_failure) {
        return "couldNotStart";
    }
    switch (m_stop) {
    case Stop::Cancelled:
        return "cancelled";
    case Stop::TimeLimit:
        return "timeLimit";
    case Stop::Asked:
        return "stopped";
    case Stop::None:
        break;
    }
    return WIFSIGNALED(m_status) ? "signalled" : "exited";
}

nlohmann::json JobSupervisor::ending() const
{
    rusage usage{};
    // Of all that were waited for, so of everything that the job has left to this process.
    if (::getrusage(RUSAGE_CHILDREN, &usage) != 0) {
        usage = {};
    }
    const auto group = m_memory.peak();
    const bool signalled = m_ended && WIFSIGNALED(m_status);
    const int status = signalled ? 128 + WTERMSIG(m_status) : WEXITSTATUS(m_status);
    // A shell tells its own end by the signal that its child had.
    const bool wasKilled = m_ended && m_stop == Stop::None && status != 0;
    nlohmann::json end{
        {"protocol", jobProtocol},
        {"status", statusWord()},
        {"startedAt", m_startedAt},
        {"endedAt", utcTime()},
        {"wallSeconds", std::chrono::duration<double>(m_over - m_started).count()},
        {"userSeconds", secondsOf(usage.ru_utime)},
        {"systemSeconds", secondsOf(usage.ru_stime)},
        // Without a control group the kernel knows only that of the largest process.
        {"peakMemoryBytes", group.value_or(static_cast<std::uint64_t>(usage.ru_maxrss) * 1024)},
        {"peakMemoryOf", group ? "job" : "largestProcess"},
        {"memoryLimited", m_memoryLimited},
        {"outOfMemory", wasKilled && m_memory.ranOut()},
        {"leftBehind", m_leftBehind}};
    if (m_ended && !m_failure) {
        end[signalled ? "signal" : "exitCode"] = signalled ? WTERMSIG(m_status)
                                                           : WEXITSTATUS(m_status);
    }
    if (signalled) {
        end["signalName"] = signalNameOf(WTERMSIG(m_status));
    }
    if (m_failure) {
        end["errno"] = m_failure->error;
    }
    end["message"] = endingSentence(end);
    return end;
}

/** English, for logs and details; who shows it to a person makes a sentence of the other members.
 */
std::string JobSupervisor::endingSentence(const nlohmann::json &end) const
{
    const std::uint64_t peak = end.at("peakMemoryBytes").get<std::uint64_t>() >> 20U;
    if (m_failure) {
        return sentenceFor(*m_failure, m_spec);
    }
    if (end.at("outOfMemory").get<bool>()) {
        return m_memoryLimited ? std::format("The job needed more memory than its limit of {} MiB.",
                                             m_spec.memoryBytes.value_or(0) >> 20U)
                               : "The machine had no memory left for the job.";
    }
    switch (m_stop) {
    case Stop::Cancelled:
        return "The job was cancelled.";
    case Stop::TimeLimit:
        return std::format("The job reached its time limit of {} seconds.",
                           m_spec.timeLimitSeconds.value_or(0));
    case Stop::Asked:
        return "The job was stopped together with its supervisor.";
    case Stop::None:
        break;
    }
    return WIFSIGNALED(m_status)
               ? std::format("The job was killed by {}; its peak memory was {} MiB.",
                             signalNameOf(WTERMSIG(m_status)),
                             peak)
               : std::format("The job exited with {}.", WEXITSTATUS(m_status));
}

/** On a full disk again and again: until then the job counts as running. */
void JobSupervisor::recordEnd()
{
    const std::string text = ending().dump(2, ' ', false, nlohmann::json::error_handler_t::replace);
    std::chrono::seconds pause{1};
    while (true) {
        try {
            Posix::writeDurably(JobFolder::endName, text);
            break;
        } catch (const std::system_error &error) {
            if (error.code().value() == ENOENT) {
                break; // somebody has taken the folder away
            }
            wait(Clock::now() + pause);
            pause = std::min(pause * 2, longestRetry);
        }
    }
    m_memory.remove();
}

} // namespace Atelier::Node
