// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/node/run/supervisorstart.h"

#include <fcntl.h>
#include <poll.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <csignal>

namespace Atelier::Node {

namespace {

using Clock = std::chrono::steady_clock;

constexpr int reportPlace = 3;

/** The attributes and actions of one posix_spawn; the first error number stays. */
class SupervisorSpawn final
{
public:
    SupervisorSpawn()
    {
        note(posix_spawn_file_actions_init(&m_actions));
        note(posix_spawnattr_init(&m_attributes));
        sigset_t none;
        sigset_t all;
        sigemptyset(&none);
        sigfillset(&all);
        constexpr unsigned flags = POSIX_SPAWN_SETSID | POSIX_SPAWN_SETSIGMASK
                                   | POSIX_SPAWN_SETSIGDEF;
        note(posix_spawnattr_setflags(&m_attributes, static_cast<short>(flags)));
        note(posix_spawnattr_setsigmask(&m_attributes, &none));
        note(posix_spawnattr_setsigdefault(&m_attributes, &all));
    }
    SupervisorSpawn(const SupervisorSpawn &) = delete;
    SupervisorSpawn &operator=(const SupervisorSpawn &) = delete;
    ~SupervisorSpawn()
    {
        posix_spawn_file_actions_destroy(&m_actions);
        posix_spawnattr_destroy(&m_attributes);
    }

    /** 0, or an error number. */
    [[nodiscard]] int run(std::vector<std::string> command,
                          const std::string &log,
                          int report,
                          pid_t *pid)
    {
        constexpr int appending = O_WRONLY | O_CREAT | O_APPEND;
        note(posix_spawn_file_actions_addopen(&m_actions, 0, "/dev/null", O_RDONLY, 0));
        note(posix_spawn_file_actions_addopen(&m_actions, 1, log.c_str(), appending, 0600));
        note(posix_spawn_file_actions_adddup2(&m_actions, 1, 2));
        note(posix_spawn_file_actions_adddup2(&m_actions, report, reportPlace));
        note(posix_spawn_file_actions_addclosefrom_np(&m_actions, reportPlace + 1));
        std::vector<char *> arguments;
        arguments.reserve(command.size() + 1);
        for (std::string &part : command) {
            arguments.push_back(part.data());
        }
        arguments.push_back(nullptr);
        return m_fault != 0 ? m_fault
                            : posix_spawn(pid,
                                          command.front().c_str(),
                                          &m_actions,
                                          &m_attributes,
                                          arguments.data(),
                                          environ);
    }

private:
    void note(int result)
    {
        if (m_fault == 0) {
            m_fault = result;
        }
    }

    posix_spawn_file_actions_t m_actions{};
    posix_spawnattr_t m_attributes{};
    int m_fault = 0;
};

/** The first line that comes through @p descriptor; empty when its other ends are closed. */
std::string lineFrom(int descriptor, std::chrono::milliseconds longest)
{
    std::string text;
    const auto deadline = Clock::now() + longest;
    while (!text.contains('\n')) {
        const auto left = std::chrono::ceil<std::chrono::milliseconds>(deadline - Clock::now());
        pollfd watched{.fd = descriptor, .events = POLLIN, .revents = 0};
        const int count = left.count() > 0 ? ::poll(&watched, 1, static_cast<int>(left.count()))
                                           : 0;
        if (count < 0 && errno == EINTR) {
            continue;
        }
        std::array<char, 512> block{};
        const ssize_t size = count > 0 ? ::read(descriptor, block.data(), block.size()) : 0;
        if (size < 0 && errno == EINTR) {
            continue;
        }
        if (size <= 0) {
            return {};
        }
        text.append(block.data(), static_cast<std::size_t>(size));
    }
    return text.substr(0, text.find('\n'));
}

} // namespace

Outcome<SupervisorStart> SupervisorStart::begin(std::vector<std::string> command,
                                                const std::string &folder,
                                                const std::string &log)
{
    std::array<int, 2> ends{};
    if (::pipe2(ends.data(), O_CLOEXEC) != 0) {
        return std::unexpected(systemFault(errno));
    }
    Posix::Descriptor readEnd(ends[0]);
    const Posix::Descriptor writeEnd(ends[1]);
    // Above its place: copied onto itself, it would be closed on exec.
    const Posix::Descriptor report(::fcntl(writeEnd.get(), F_DUPFD_CLOEXEC, reportPlace + 1));
    command.push_back(folder);
    command.push_back(std::to_string(reportPlace));
    SupervisorSpawn spawn;
    pid_t pid = 0;
    const int error = report.isOpen() ? spawn.run(command, log, report.get(), &pid) : errno;
    if (error != 0) {
        return std::unexpected(systemFault(error, command.front()));
    }
    return SupervisorStart(std::move(readEnd), pid);
}

std::string SupervisorStart::firstLine(std::chrono::milliseconds longest) const
{
    std::string said = lineFrom(m_report.get(), longest);
    while (::waitpid(m_pid, nullptr, 0) < 0 && errno == EINTR) {
    }
    return said;
}

} // namespace Atelier::Node
