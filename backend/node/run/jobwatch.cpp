// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/node/run/jobwatch.h"

#include "backend/posix/processhandle.h"

#include <poll.h>
#include <sys/eventfd.h>
#include <sys/inotify.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <system_error>

namespace Atelier::Node {

namespace {

constexpr std::chrono::milliseconds blindInterval{2000};

} // namespace

JobWatch::JobWatch(JobFolder folder, const char *grows)
    : m_folder(std::move(folder))
    , m_grows(grows == nullptr ? "" : grows)
    , m_events(::inotify_init1(IN_CLOEXEC | IN_NONBLOCK))
{
    constexpr std::uint32_t changes = IN_MOVED_TO | IN_CREATE | IN_DELETE_SELF | IN_MOVE_SELF
                                      | IN_ONLYDIR;
    if (!m_events.isOpen()
        || ::inotify_add_watch(m_events.get(), m_folder.path().c_str(), changes) < 0) {
        throw std::system_error(errno, std::generic_category(), m_folder.path());
    }
    followFile();
    followSupervisor();
}

void JobWatch::followFile()
{
    if (!m_grows.empty() && !m_fileFollowed) {
        m_fileFollowed = ::inotify_add_watch(
                             m_events.get(), m_folder.file(m_grows.c_str()).c_str(), IN_MODIFY)
                         >= 0;
    }
}

void JobWatch::followSupervisor()
{
    const auto run = m_isFollowed ? std::nullopt : m_folder.read(JobFolder::runName);
    if (!run) {
        return;
    }
    m_isFollowed = true;
    const auto supervisor = run->value("supervisor", nlohmann::json::object());
    // Closed when it is gone already; the caller finds the lock free.
    const pid_t pid = supervisor.value("pid", 0);
    const auto startTime = supervisor.value("startTime", std::uint64_t{0});
    m_supervisor = Posix::processHandle(pid, startTime);
    m_isBlind = !m_supervisor.isOpen() && startTime != 0 && Posix::startTimeOf(pid) == startTime;
}

void JobWatch::takeEvents()
{
    alignas(inotify_event) std::array<char, 4096> block{};
    while (::read(m_events.get(), block.data(), block.size()) > 0) {
    }
    followFile();
    followSupervisor();
}

JobWatch::Woken JobWatch::wait(const std::stop_token &stop,
                               std::optional<std::chrono::milliseconds> longest)
{
    const Posix::Descriptor stopped(::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK));
    if (!stopped.isOpen()) {
        throw std::system_error(errno, std::generic_category(), "eventfd");
    }
    const std::stop_callback onStop(stop, [&stopped] {
        const std::uint64_t one = 1;
        static_cast<void>(::write(stopped.get(), &one, sizeof one));
    });
    std::array<pollfd, 3> watched{{{.fd = stopped.get(), .events = POLLIN, .revents = 0},
                                   {.fd = m_events.get(), .events = POLLIN, .revents = 0},
                                   {.fd = m_supervisor.get(), .events = POLLIN, .revents = 0}}};
    if (m_isBlind) { // before Linux 5.3, and in some sandboxes: the caller has to look
        longest = std::min(longest.value_or(blindInterval), blindInterval);
    }
    const int count = ::poll(
        watched.data(), watched.size(), longest ? static_cast<int>(longest->count()) : -1);
    if (stop.stop_requested()) {
        return Woken::Stopped;
    }
    if (watched[1].revents != 0) {
        takeEvents();
    }
    if (watched[2].revents != 0) {
        m_supervisor.close(); // told once
        return Woken::SupervisorGone;
    }
    return count == 0 ? Woken::TimeOver : Woken::Changed;
}

} // namespace Atelier::Node
