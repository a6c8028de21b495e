// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/node/measure/activity.h"

#include "backend/node/ports/knowntools.h"
#include "backend/posix/durablefile.h"

#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <ranges>
#include <set>
#include <system_error>

namespace Atelier::Node {

namespace {

std::vector<std::string> argumentsOf(pid_t pid)
{
    std::vector<std::string> words;
    try {
        const std::string text = Posix::readAll("/proc/" + std::to_string(pid) + "/cmdline");
        for (const auto word : std::views::split(text, '\0')) {
            words.emplace_back(word.begin(), word.end());
        }
    } catch (const std::system_error &) { // NOLINT(bugprone-empty-catch): it is gone
    }
    while (!words.empty() && words.back().empty()) {
        words.pop_back();
    }
    return words;
}

bool isOwn(pid_t pid)
{
    struct stat status = {};
    return ::stat(("/proc/" + std::to_string(pid)).c_str(), &status) == 0
           && status.st_uid == ::getuid();
}

/** "sshd: ada@pts/0", from OpenSSH 9.8 on "sshd-session: ada@pts/0": the terminal's part. */
std::string terminalIn(const std::vector<std::string> &command)
{
    if (command.empty() || !command.front().starts_with("sshd")) {
        return {};
    }
    const std::string &title = command.front();
    const std::size_t begin = title.find(": ");
    return begin != std::string::npos && title.contains("@pts/") ? title.substr(begin + 2)
                                                                 : std::string();
}

/** A supervisor's present folder is the job's. */
std::string jobOf(const Posix::Process &process)
{
    if (process.name != "atelier-job") {
        return {};
    }
    std::error_code error;
    const auto folder = std::filesystem::read_symlink(
        "/proc/" + std::to_string(process.pid) + "/cwd", error);
    return error ? std::string() : folder.filename().string();
}

} // namespace

const char *nameOf(AwakeReason::Kind kind)
{
    switch (kind) {
    case AwakeReason::Kind::Session:
        return "session";
    case AwakeReason::Kind::Job:
        return "job";
    case AwakeReason::Kind::Kernel:
        return "kernel";
    case AwakeReason::Kind::Process:
        break;
    }
    return "process";
}

double Activity::usedBy(const Posix::Process &process) const
{
    const auto before = m_before.find({process.pid, process.startTime});
    // One that is new has done all of it since then.
    const std::uint64_t former = before == m_before.end() ? 0 : before->second;
    const std::uint64_t ticks = process.cpuTicks - std::min(process.cpuTicks, former);
    return m_seconds > 0 ? static_cast<double>(ticks) / static_cast<double>(::sysconf(_SC_CLK_TCK))
                               / m_seconds
                         : 0;
}

void Activity::look()
{
    const auto now = std::chrono::steady_clock::now();
    const bool isFirst = m_ticks.empty();
    m_seconds = isFirst ? 0 : std::chrono::duration<double>(now - m_time).count();
    m_time = now;
    m_processes = Posix::allProcesses();
    std::erase_if(m_processes, [](const Posix::Process &process) { return !isOwn(process.pid); });
    m_before = std::exchange(m_ticks, {});
    m_cpu = 0;
    m_resident = 0;
    for (const Posix::Process &process : m_processes) {
        m_ticks.emplace(Identity(process.pid, process.startTime), process.cpuTicks);
        m_cpu += usedBy(process);
        m_resident += process.pages * static_cast<std::uint64_t>(::sysconf(_SC_PAGESIZE));
    }
    findReasons();
}

void Activity::findReasons()
{
    m_reasons.clear();
    std::set<pid_t> explained{::getpid()}; // looking is no reason
    for (const Posix::Process &process : m_processes) {
        const std::string job = jobOf(process);
        if (job.empty()) {
            continue;
        }
        AwakeReason reason{.kind = AwakeReason::Kind::Job, .name = job, .pid = process.pid};
        explained.insert(process.pid);
        for (const Posix::Process &part : Posix::descendantsAmong(m_processes, process.pid)) {
            reason.cpu += usedBy(part);
            explained.insert(part.pid);
        }
        m_reasons.push_back(std::move(reason));
    }
    for (const Posix::Process &process : m_processes) {
        const double used = usedBy(process);
        const bool maybeSession = process.name.starts_with("sshd");
        if (explained.contains(process.pid) || (used < computing && !maybeSession)) {
            continue;
        }
        const std::vector<std::string> command = argumentsOf(process.pid);
        AwakeReason reason{.command = shortCommand(command), .pid = process.pid, .cpu = used};
        if (maybeSession) {
            reason.kind = AwakeReason::Kind::Session;
            reason.name = terminalIn(command);
        } else {
            const KnownTool tool = knownTool(process.name, command);
            reason.kind = tool.hidesMany ? AwakeReason::Kind::Kernel : AwakeReason::Kind::Process;
            reason.name = tool.label.empty() ? tool.program : tool.label;
        }
        if (!reason.name.empty()) {
            m_reasons.push_back(std::move(reason));
        }
    }
}

} // namespace Atelier::Node
