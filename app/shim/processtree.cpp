// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/shim/processtree.h"

#include "app/shim/durablefile.h"

#include <algorithm>
#include <charconv>
#include <filesystem>
#include <optional>
#include <sstream>
#include <system_error>

namespace Atelier::Shim {

namespace {

struct Process
{
    pid_t pid = 0;
    pid_t parent = 0;
    char state = '?';
    std::uint64_t startTime = 0;
};

std::optional<Process> process(const std::string &pid)
{
    std::string text;
    try {
        text = readAll("/proc/" + pid + "/stat");
    } catch (const std::system_error &) {
        return {};
    }
    // The name in parentheses may hold anything; the fields begin after the last one.
    const std::size_t name = text.rfind(')');
    if (name == std::string::npos) {
        return {};
    }
    std::istringstream fields(text.substr(name + 1));
    Process result;
    fields >> result.state >> result.parent;
    constexpr int fieldsBetween = 17; // proc(5): from pgrp (5) to itrealvalue (21)
    std::string skipped;
    for (int field = 0; field < fieldsBetween; ++field) {
        fields >> skipped;
    }
    fields >> result.startTime;
    std::from_chars(pid.data(), pid.data() + pid.size(), result.pid);
    return fields ? std::optional(result) : std::nullopt;
}

std::vector<Process> allProcesses()
{
    std::vector<Process> result;
    std::error_code error;
    for (std::filesystem::directory_iterator entry("/proc", error), end; !error && entry != end;
         entry.increment(error)) {
        const std::string name = entry->path().filename().string();
        if (!std::ranges::all_of(name, [](char byte) { return byte >= '0' && byte <= '9'; })) {
            continue;
        }
        if (auto found = process(name)) {
            result.push_back(*found);
        }
    }
    return result;
}

} // namespace

std::uint64_t startTimeOf(pid_t pid)
{
    const auto found = process(std::to_string(pid));
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
    const std::vector<Process> all = allProcesses();
    std::vector<pid_t> family{pid};
    std::vector<pid_t> living;
    // The list grows while it is walked: each one found brings its children.
    for (std::size_t index = 0; index < family.size(); ++index) {
        for (const Process &candidate : all) {
            if (candidate.parent == family[index]) {
                family.push_back(candidate.pid);
                if (candidate.state != 'Z') {
                    living.push_back(candidate.pid);
                }
            }
        }
    }
    return living;
}

} // namespace Atelier::Shim
