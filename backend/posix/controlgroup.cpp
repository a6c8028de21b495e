// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/posix/controlgroup.h"

#include "backend/posix/durablefile.h"

#include <unistd.h>

#include <algorithm>
#include <charconv>
#include <ranges>
#include <string_view>
#include <system_error>

namespace Atelier::Posix {

namespace {

constexpr auto formerMount = "/sys/fs/cgroup/memory";

std::string contentOf(const std::string &path)
{
    try {
        return readAll(path);
    } catch (const std::system_error &) {
        return {};
    }
}

/** Where this process stands in the hierarchy of @p controller; "" is that of version 2. */
std::string groupOf(std::string_view controller)
{
    const std::string text = contentOf("/proc/self/cgroup");
    for (const auto part : std::views::split(text, '\n')) {
        const std::string_view line(part);
        const std::size_t first = line.find(':');
        const std::size_t second = line.find(':', first + 1);
        if (first == std::string_view::npos || second == std::string_view::npos) {
            continue;
        }
        const std::string_view names = line.substr(first + 1, second - first - 1);
        for (const auto name : std::views::split(names, ',')) {
            if (std::string_view(name) == controller) {
                return std::string(line.substr(second + 1));
            }
        }
        if (names.empty() && controller.empty()) {
            return std::string(line.substr(second + 1));
        }
    }
    return {};
}

bool mayWrite(const std::string &path)
{
    return ::access(path.c_str(), W_OK) == 0;
}

std::string unifiedMount()
{
    for (const char *mount : {"/sys/fs/cgroup", "/sys/fs/cgroup/unified"}) {
        if (::access((std::string(mount) + "/cgroup.controllers").c_str(), F_OK) == 0) {
            return mount;
        }
    }
    return {};
}

std::string formerGroup()
{
    const std::string own = groupOf("memory");
    const std::string group = formerMount + (own == "/" ? std::string() : own);
    return !own.empty() && ::access((group + "/cgroup.procs").c_str(), F_OK) == 0 ? group
                                                                                  : std::string();
}

std::string unifiedGroup()
{
    const std::string own = groupOf("");
    const std::string mount = unifiedMount();
    return mount.empty() || own.empty() ? std::string() : mount + (own == "/" ? "" : own);
}

bool hasWord(std::string_view text, std::string_view word)
{
    for (const auto line : std::views::split(text, '\n')) {
        for (const auto part : std::views::split(line, ' ')) {
            if (std::string_view(part) == word) {
                return true;
            }
        }
    }
    return false;
}

} // namespace

std::string ownMemoryGroup()
{
    std::string former = formerGroup();
    if (former.empty()) {
        return unifiedGroup();
    }
    return former;
}

std::string delegatedMemoryGroup()
{
    // Version 1: groups may have members and children, so below us.
    if (const std::string former = formerGroup(); !former.empty() && mayWrite(former)
                                                  && mayWrite(former + "/cgroup.procs")
                                                  && mayWrite(former + "/memory.limit_in_bytes")) {
        return former;
    }
    // Version 2: a group with processes of its own may have no limited children, so beside us.
    const std::string own = unifiedGroup();
    if (own.empty() || own == unifiedMount()) {
        return {};
    }
    const std::string parent = own.substr(0, own.rfind('/'));
    const bool usable = mayWrite(parent) && mayWrite(parent + "/cgroup.procs")
                        && hasWord(contentOf(parent + "/cgroup.subtree_control"), "memory");
    return usable ? parent : std::string();
}

std::optional<std::uint64_t> memoryLimit()
{
    const bool isFormer = !formerGroup().empty();
    const std::string mount = isFormer ? formerMount : unifiedMount();
    const char *name = isFormer ? "/memory.limit_in_bytes" : "/memory.max";
    // Version 1 says "no limit" by a number that no computer has.
    constexpr std::uint64_t unlimited = std::uint64_t{1} << 60U;
    std::optional<std::uint64_t> smallest;
    for (std::string group = ownMemoryGroup(); group.size() >= mount.size() && !mount.empty();
         group.resize(group.rfind('/'))) {
        const auto limit = numberAt(group + name);
        if (limit && *limit < unlimited) {
            smallest = std::min(smallest.value_or(*limit), *limit);
        }
    }
    return smallest;
}

std::uint64_t memoryKills(const std::string &group)
{
    for (const char *name : {"/memory.events", "/memory.oom_control"}) {
        const std::string text = contentOf(group + name);
        constexpr std::string_view key = "oom_kill ";
        for (const auto part : std::views::split(text, '\n')) {
            const std::string_view line(part);
            // At the start of a line: "oom_kill_disable" and "oom_group_kill" are others.
            if (line.starts_with(key)) {
                std::uint64_t number = 0;
                std::from_chars(line.data() + key.size(), line.data() + line.size(), number);
                return number;
            }
        }
    }
    return 0;
}

std::optional<std::uint64_t> numberAt(const std::string &path)
{
    const std::string text = contentOf(path);
    std::uint64_t number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    return error == std::errc() ? std::optional(number) : std::nullopt;
}

} // namespace Atelier::Posix
