// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/node/run/jobmemory.h"

#include "backend/posix/controlgroup.h"
#include "backend/posix/durablefile.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <chrono>
#include <sstream>
#include <system_error>
#include <thread>
#include <tuple>

namespace Atelier::Node {

namespace {

constexpr int removalAttempts = 50;
constexpr std::chrono::milliseconds removalInterval{10};

std::string contentOf(const std::string &path)
{
    try {
        return Posix::readAll(path);
    } catch (const std::system_error &) {
        return {}; // not every kernel has it, and groups vanish
    }
}

bool writeTo(const std::string &path, const std::string &text)
{
    const Posix::Descriptor file(::open(path.c_str(), O_WRONLY | O_CLOEXEC));
    return file.isOpen()
           && ::write(file.get(), text.data(), text.size()) == static_cast<ssize_t>(text.size());
}

std::uint64_t killsIn(const std::string &group)
{
    return group.empty() ? 0 : Posix::memoryKills(group);
}

std::string groupFor(const std::string &id)
{
    const std::string parent = Posix::delegatedMemoryGroup();
    return parent.empty() ? parent : parent + "/atelier-job-" + id;
}

} // namespace

void JobMemory::make(const std::string &id)
{
    m_around = Posix::ownMemoryGroup();
    m_killsAround = killsIn(m_around);
    const std::string path = groupFor(id);
    if (path.empty()) {
        return;
    }
    adopt(path);
    std::ignore = ::rmdir(m_group.c_str()); // of a killed supervisor: its counters are old
    if ((::mkdir(m_group.c_str(), 0755) != 0 && errno != EEXIST)
        || ::access(file("cgroup.procs").c_str(), W_OK) != 0) {
        remove();
        return;
    }
    adopt(m_group); // now its files tell the version
}

void JobMemory::discard(const std::string &id)
{
    if (const std::string path = groupFor(id); !path.empty()) {
        std::ignore = ::rmdir(path.c_str());
    }
}

void JobMemory::adopt(std::string group)
{
    m_group = std::move(group);
    m_unified = ::access(file("memory.max").c_str(), F_OK) == 0;
}

bool JobMemory::limit(std::uint64_t bytes)
{
    if (m_group.empty()) {
        return false;
    }
    const std::string text = std::to_string(bytes);
    // Swap would only move the limit; where the kernel does not count it, there is none to forbid.
    if (m_unified) {
        std::ignore = writeTo(file("memory.swap.max"), "0");
        return writeTo(file("memory.max"), text);
    }
    if (!writeTo(file("memory.limit_in_bytes"), text)) {
        return false;
    }
    std::ignore = writeTo(file("memory.memsw.limit_in_bytes"), text);
    return true;
}

std::string JobMemory::membersFile() const
{
    return m_group.empty() ? std::string() : file("cgroup.procs");
}

std::vector<pid_t> JobMemory::members() const
{
    std::vector<pid_t> result;
    if (!m_group.empty()) {
        std::istringstream lines(contentOf(file("cgroup.procs")));
        for (pid_t pid = 0; lines >> pid;) {
            if (pid > 0) { // 0: of another PID namespace
                result.push_back(pid);
            }
        }
    }
    return result;
}

bool JobMemory::killAll() const
{
    return !m_group.empty() && m_unified && writeTo(file("cgroup.kill"), "1");
}

std::optional<std::uint64_t> JobMemory::peak() const
{
    if (m_group.empty()) {
        return {};
    }
    return Posix::numberAt(file(m_unified ? "memory.peak" : "memory.max_usage_in_bytes"));
}

bool JobMemory::ranOut() const
{
    return killsIn(m_group) > 0 || killsIn(m_around) > m_killsAround;
}

void JobMemory::remove()
{
    // A process that was just killed is a member until its end is complete; one that can't be
    // killed keeps the group.
    for (int attempt = 0; attempt < removalAttempts && !m_group.empty(); ++attempt) {
        if (::rmdir(m_group.c_str()) == 0 || errno != EBUSY) {
            break;
        }
        std::this_thread::sleep_for(removalInterval);
    }
    m_group.clear();
}

} // namespace Atelier::Node
