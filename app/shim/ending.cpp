// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
// How a node is brought to its end: politely, then by force.
#include "app/shim/supervisor.h"
#include "backend/posix/processtree.h"

#include <sys/wait.h>

#include <algorithm>
#include <csignal>
#include <vector>

namespace Atelier::Shim {

namespace {

constexpr std::chrono::milliseconds pollInterval{10};
constexpr std::chrono::milliseconds serverGrace{500};

} // namespace

bool Supervisor::politeProcessesRemain() const
{
    const std::vector<pid_t> all = Posix::descendantsOf(::getpid());
    return std::ranges::any_of(all, [this](pid_t pid) {
        return pid != m_child.pid && pid != m_sandbox && pid != m_server;
    });
}

/** Asks what runs in the node first, its SSH server last: with the server the sandbox ends at once.
 */
void Supervisor::stopGently()
{
    for (const pid_t pid : Posix::descendantsOf(::getpid())) {
        if (pid != m_child.pid && pid != m_sandbox && pid != m_server) {
            ::kill(pid, SIGTERM);
        }
    }
    const auto politeEnd = Clock::now() + std::chrono::milliseconds(m_spec.graceMilliseconds);
    while (!m_ended && Clock::now() < politeEnd && politeProcessesRemain()) {
        wait(Clock::now() + pollInterval);
    }
    if (m_server > 0 && !m_ended) {
        ::kill(m_server, SIGTERM);
        const auto serverEnd = Clock::now() + serverGrace;
        while (!m_ended && Clock::now() < serverEnd) {
            wait(serverEnd);
        }
    }
}

/** Until no process is left below: those that a dying one leaves behind become ours and follow. */
void Supervisor::killAll()
{
    if (m_sandbox > 0 && m_spec.isolated && !m_ended) {
        ::kill(m_sandbox, SIGKILL);
    }
    while (true) {
        const std::vector<pid_t> rest = Posix::descendantsOf(::getpid());
        for (const pid_t pid : rest) {
            ::kill(pid, SIGKILL);
        }
        reap();
        if (rest.empty() && ::waitpid(-1, nullptr, WNOHANG) < 0) {
            break;
        }
        wait(Clock::now() + pollInterval);
    }
    m_server = 0;
}

} // namespace Atelier::Shim
