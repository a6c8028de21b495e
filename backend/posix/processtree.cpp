// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/posix/processtree.h"

#include "backend/posix/durablefile.h"

#include <dirent.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <memory>
#include <string_view>
#include <system_error>
#include <unordered_map>

namespace Atelier::Posix {

namespace {

struct FolderCloser
{
    void operator()(DIR *folder) const { static_cast<void>(::closedir(folder)); }
};

template<typename Number>
Number numberIn(std::string_view text)
{
    Number number = 0;
    std::from_chars(text.data(), text.data() + text.size(), number);
    return number;
}

} // namespace

std::optional<Process> processOf(pid_t pid)
{
    std::string text;
    try {
        text = readAll("/proc/" + std::to_string(pid) + "/stat");
    } catch (const std::system_error &) {
        return {};
    }
    // The name in parentheses may hold anything; the fields begin after the last one.
    const std::size_t open = text.find('(');
    const std::size_t close = text.rfind(')');
    if (open == std::string::npos || close == std::string::npos || close < open) {
        return {};
    }
    std::array<std::string_view, 22> fields; // from state, the third, to rss, the 24th
    std::string_view rest = std::string_view(text).substr(close + 1);
    for (std::string_view &field : fields) {
        const std::size_t begin = rest.find_first_not_of(' ');
        if (begin == std::string_view::npos) {
            return {};
        }
        rest.remove_prefix(begin);
        field = rest.substr(0, rest.find(' '));
        rest.remove_prefix(field.size());
    }
    const auto field = [&fields](std::size_t number) { return fields.at(number - 3); };
    return Process{.pid = pid,
                   .parent = numberIn<pid_t>(field(4)),
                   .session = numberIn<pid_t>(field(6)),
                   .state = field(3).front(),
                   .name = text.substr(open + 1, close - open - 1),
                   .startTime = numberIn<std::uint64_t>(field(22)),
                   .cpuTicks = numberIn<std::uint64_t>(field(14))
                               + numberIn<std::uint64_t>(field(15)),
                   .pages = numberIn<std::uint64_t>(field(24))};
}

std::vector<Process> allProcesses()
{
    std::vector<Process> result;
    const std::unique_ptr<DIR, FolderCloser> folder(::opendir("/proc"));
    while (const dirent *entry = folder ? ::readdir(folder.get()) : nullptr) {
        const std::string_view name = static_cast<const char *>(entry->d_name);
        if (!std::ranges::all_of(name, [](char byte) { return byte >= '0' && byte <= '9'; })) {
            continue;
        }
        if (auto found = processOf(numberIn<pid_t>(name))) {
            result.push_back(std::move(*found));
        }
    }
    return result;
}

std::uint64_t startTimeOf(pid_t pid)
{
    const auto found = processOf(pid);
    return found ? found->startTime : 0;
}

std::string bootId()
{
    std::string text = readAll("/proc/sys/kernel/random/boot_id");
    while (!text.empty() && text.back() == '\n') {
        text.pop_back();
    }
    return text;
}

std::vector<pid_t> childrenOf(pid_t pid)
{
    std::vector<Process> children = allProcesses();
    std::erase_if(children, [pid](const Process &child) {
        return child.parent != pid || child.state == 'Z';
    });
    std::ranges::sort(
        children, {}, [](const Process &child) { return std::pair(child.startTime, child.pid); });
    std::vector<pid_t> result;
    std::ranges::transform(children, std::back_inserter(result), &Process::pid);
    return result;
}

std::vector<pid_t> descendantsOf(pid_t pid)
{
    std::vector<pid_t> living;
    for (const Process &process : descendantsAmong(allProcesses(), pid)) {
        if (process.state != 'Z') {
            living.push_back(process.pid);
        }
    }
    return living;
}

std::vector<Process> descendantsAmong(const std::vector<Process> &all, pid_t pid)
{
    std::unordered_multimap<pid_t, const Process *> byParent;
    for (const Process &process : all) {
        byParent.emplace(process.parent, &process);
    }
    std::vector<Process> family;
    const auto add = [&](pid_t parent) {
        const auto [first, last] = byParent.equal_range(parent);
        std::for_each(first, last, [&](const auto &entry) { family.push_back(*entry.second); });
        // Its children are in the list: what is read while processes come and go may hold a circle.
        byParent.erase(parent);
    };
    add(pid);
    // The list grows while it is walked: each one found brings its children.
    // NOLINTNEXTLINE(modernize-loop-convert)
    for (std::size_t index = 0; index < family.size(); ++index) {
        add(family[index].pid);
    }
    return family;
}

} // namespace Atelier::Posix
