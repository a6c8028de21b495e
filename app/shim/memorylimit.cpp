// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/shim/memorylimit.h"

#include "app/shim/nodelog.h"
#include "app/shim/protocol.h"

#include <fcntl.h>
#include <poll.h>
#include <sys/eventfd.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <charconv>
#include <filesystem>
#include <format>
#include <string_view>
#include <system_error>
#include <tuple>

namespace Atelier::Shim {

namespace {

constexpr auto recordName = "memory.json";

// Version 1 tells of the shortage before it has ended anything.
constexpr std::chrono::milliseconds lookInterval{50};
constexpr std::chrono::seconds longestLook{5};

bool writeTo(const std::string &path, const std::string &text)
{
    const Posix::Descriptor file(::open(path.c_str(), O_WRONLY | O_CLOEXEC));
    return file.isOpen()
           && ::write(file.get(), text.data(), text.size()) == static_cast<ssize_t>(text.size());
}

std::uint64_t numberIn(std::string_view text)
{
    std::uint64_t number = 0;
    std::from_chars(text.data(), text.data() + text.size(), number);
    return number;
}

std::uint64_t numberAt(const std::string &path)
{
    try {
        return numberIn(Posix::readAll(path));
    } catch (const std::system_error &) {
        return 0; // not every kernel has it
    }
}

} // namespace

bool MemoryLimit::make(const Spec &spec)
{
    std::filesystem::remove(recordName);
    m_group = spec.memoryGroup;
    if (m_group.empty() || (::mkdir(m_group.c_str(), 0755) != 0 && errno != EEXIST)) {
        m_group.clear();
        return false;
    }
    m_unified = ::access(file("memory.max").c_str(), F_OK) == 0;
    const Posix::Descriptor members(::open(file("cgroup.procs").c_str(), O_WRONLY | O_CLOEXEC));
    if (!limit(spec.memoryBytes) || !members.isOpen()) {
        remove();
        return false;
    }
    if (!follow()) {
        m_counter.close(); // it holds, but nobody is told
    }
    return true;
}

bool MemoryLimit::limit(std::uint64_t bytes)
{
    m_limit = bytes;
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

bool MemoryLimit::follow()
{
    const char *counter = m_unified ? "memory.events" : "memory.oom_control";
    m_counter = Posix::Descriptor(::open(file(counter).c_str(), O_RDONLY | O_CLOEXEC));
    if (!m_counter.isOpen()) {
        return false;
    }
    m_known = kills();
    if (m_unified) {
        return true;
    }
    m_event = Posix::Descriptor(::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK));
    return m_event.isOpen()
           && writeTo(file("cgroup.event_control"),
                      std::format("{} {}", m_event.get(), m_counter.get()));
}

void MemoryLimit::remove()
{
    m_counter.close();
    m_event.close();
    if (!m_group.empty()) {
        ::rmdir(m_group.c_str());
    }
    m_group.clear();
}

int MemoryLimit::descriptor() const
{
    return m_unified ? m_counter.get() : m_event.get();
}

short MemoryLimit::events() const
{
    // A file of version 2 can always be read; it has an event when it has changed.
    return m_unified ? POLLPRI : POLLIN;
}

std::optional<MemoryLimit::Clock::time_point> MemoryLimit::nextLook() const
{
    return m_lookUntil ? std::optional(Clock::now() + lookInterval) : std::nullopt;
}

void MemoryLimit::heard()
{
    std::uint64_t count = 0;
    if (m_event.isOpen()) {
        std::ignore = ::read(m_event.get(), &count, sizeof count);
    }
    m_lookUntil = Clock::now() + (m_unified ? std::chrono::seconds::zero() : longestLook);
}

void MemoryLimit::look()
{
    if (!m_lookUntil || !m_counter.isOpen()) {
        return;
    }
    if (Clock::now() >= *m_lookUntil) {
        m_lookUntil.reset();
    }
    const std::uint64_t count = kills();
    if (count <= m_known) {
        return;
    }
    m_known = count;
    m_lookUntil.reset();
    const char *peak = m_unified ? "memory.peak" : "memory.max_usage_in_bytes";
    const nlohmann::json record{{"protocol", protocolVersion},
                                {"kills", count},
                                {"time", utcNow()},
                                {"peakBytes", numberAt(file(peak))},
                                {"limitBytes", m_limit}};
    try {
        Posix::writeDurably(recordName, record.dump(2));
    } catch (const std::system_error &) {
        m_known = 0; // on a full disk: at the next time
    }
}

std::uint64_t MemoryLimit::kills() const
{
    std::array<char, 1024> block{};
    const ssize_t size = ::pread(m_counter.get(), block.data(), block.size(), 0);
    const std::string_view text(block.data(), size > 0 ? static_cast<std::size_t>(size) : 0);
    constexpr std::string_view name = "oom_kill ";
    // At the start of a line: "oom_kill_disable" and "oom_group_kill" are others.
    std::size_t at = text.starts_with(name) ? 0 : text.find("\noom_kill ");
    if (at == std::string_view::npos) {
        return 0;
    }
    at += at == 0 ? name.size() : name.size() + 1;
    return numberIn(text.substr(at));
}

std::string MemoryLimit::file(const char *name) const
{
    return m_group + '/' + name;
}

} // namespace Atelier::Shim
