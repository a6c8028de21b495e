// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/node/run/orphans.h"

#include "backend/node/run/jobmemory.h"
#include "backend/posix/durablefile.h"
#include "backend/posix/processhandle.h"
#include "backend/posix/processtree.h"

#include <nlohmann/json.hpp>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <csignal>
#include <set>
#include <string_view>
#include <system_error>
#include <thread>
#include <vector>

namespace Atelier::Node {

namespace {

constexpr std::chrono::seconds longestKilling{5};
constexpr std::chrono::milliseconds killingInterval{10};

bool hasToken(pid_t pid, const std::string &variable)
{
    std::string environment;
    try {
        environment = Posix::readAll("/proc/" + std::to_string(pid) + "/environ");
    } catch (const std::system_error &) {
        return false; // another user's, or gone
    }
    // Each variable ends with a NUL.
    return environment.starts_with(variable) || environment.contains('\0' + variable);
}

class OrphanSearch final
{
public:
    OrphanSearch(const nlohmann::json &run, const std::string &token)
        : m_variable("ATELIER_JOB_TOKEN=" + token + '\0')
        , m_hasToken(!token.empty())
    {
        if (const std::string group = run.value("memoryGroup", std::string()); !group.empty()) {
            m_memory.adopt(group);
        }
        const auto process = run.value("process", nlohmann::json::object());
        m_startTime = process.value("startTime", std::uint64_t{0});
    }

    [[nodiscard]] std::vector<Posix::Process> find() const
    {
        const std::vector<Posix::Process> all = Posix::allProcesses();
        const std::vector<pid_t> members = m_memory.members();
        std::vector<Posix::Process> found;
        std::set<pid_t> known;
        const auto add = [&](const Posix::Process &process) {
            if (process.state != 'Z' && process.pid != ::getpid()
                && known.insert(process.pid).second) {
                found.push_back(process);
            }
        };
        for (const Posix::Process &process : all) {
            if (std::ranges::contains(members, process.pid)
                || (m_hasToken && process.startTime >= m_startTime
                    && hasToken(process.pid, m_variable))) {
                add(process);
                std::ranges::for_each(Posix::descendantsAmong(all, process.pid), add);
            }
        }
        return found;
    }

    void done() { m_memory.remove(); }
    [[nodiscard]] bool killGroup() const { return m_memory.killAll(); }

private:
    JobMemory m_memory;
    std::string m_variable;
    bool m_hasToken;
    std::uint64_t m_startTime = 0;
};

} // namespace

OrphansEnded endOrphans(const nlohmann::json &run, const std::string &token)
{
    OrphanSearch search(run, token);
    OrphansEnded result;
    std::set<std::pair<pid_t, std::uint64_t>> killed;
    const auto deadline = std::chrono::steady_clock::now() + longestKilling;
    while (true) {
        const std::vector<Posix::Process> rest = search.find();
        result.remaining = rest.size();
        if (rest.empty() || std::chrono::steady_clock::now() >= deadline) {
            break;
        }
        static_cast<void>(search.killGroup());
        for (const Posix::Process &process : rest) {
            static_cast<void>(signalProcess(process.pid, process.startTime, SIGKILL));
            killed.emplace(process.pid, process.startTime);
        }
        std::this_thread::sleep_for(killingInterval);
    }
    search.done();
    result.killed = killed.size() - std::min(killed.size(), result.remaining);
    return result;
}

bool signalProcess(int pid, std::uint64_t startTime, int signal)
{
    if (Posix::sendSignal(Posix::processHandle(pid, startTime), signal)) {
        return true;
    }
    // Kernels before 5.3 and some sandboxes know no handles.
    return pid > 0 && startTime != 0 && Posix::startTimeOf(pid) == startTime
           && ::kill(pid, signal) == 0;
}

} // namespace Atelier::Node
