// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
// What happens to a node while it is kept: signals, and what its first process says.
#include "app/shim/supervisor.h"

#include <poll.h>
#include <sys/signalfd.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>

namespace Atelier::Shim {

void Supervisor::wait(std::optional<Clock::time_point> until)
{
    int timeout = -1;
    if (const auto look = m_memory.nextLook(); look && (!until || *look < *until)) {
        until = look;
    }
    if (until) {
        const auto left = std::chrono::ceil<std::chrono::milliseconds>(*until - Clock::now());
        timeout = static_cast<int>(std::max<std::chrono::milliseconds::rep>(left.count(), 0));
    }
    std::array<pollfd, 3> watched{
        {{.fd = m_signals.get(), .events = POLLIN, .revents = 0},
         {.fd = m_child.errors.get(), .events = POLLIN, .revents = 0},
         {.fd = m_memory.descriptor(), .events = m_memory.events(), .revents = 0}}};
    const int count = ::poll(watched.data(), watched.size(), timeout);
    if (count > 0 && watched[2].revents != 0) {
        m_memory.heard();
    }
    m_memory.look();
    if (count <= 0) {
        return;
    }
    if (watched[1].revents != 0) {
        readErrors();
    }
    if (watched[0].revents != 0) {
        readSignals();
    }
}

void Supervisor::readSignals()
{
    signalfd_siginfo signal{};
    while (::read(m_signals.get(), &signal, sizeof signal) == static_cast<ssize_t>(sizeof signal)) {
        if (signal.ssi_signo == SIGCHLD) {
            reap();
        } else if (signal.ssi_signo == SIGTERM || signal.ssi_signo == SIGINT) {
            m_stopping = true;
            m_asked = m_asked || (signal.ssi_code == SI_QUEUE && signal.ssi_int == stopAskedFor);
        }
    }
}

void Supervisor::readErrors()
{
    std::array<char, 4096> block{};
    while (true) {
        const ssize_t count = ::read(m_child.errors.get(), block.data(), block.size());
        if (count < 0 && errno == EAGAIN) {
            return;
        }
        if (count <= 0) {
            m_child.errors.close();
            return;
        }
        for (const std::string &line : m_log.add({block.data(), static_cast<std::size_t>(count)})) {
            m_listening = m_listening || line.contains("Server listening on");
            m_portTaken = m_portTaken || line.contains("Address already in use");
        }
    }
}

void Supervisor::reap()
{
    int status = 0;
    pid_t pid = 0;
    while ((pid = ::waitpid(-1, &status, WNOHANG)) > 0) {
        if (pid == m_child.pid) {
            m_ended = true;
            m_status = status;
            if (m_child.errors.isOpen()) {
                readErrors(); // its last words
            }
        }
    }
}

} // namespace Atelier::Shim
