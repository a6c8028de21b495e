// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/node/measure/machine.h"

#include "backend/posix/controlgroup.h"
#include "backend/posix/durablefile.h"

#include <sched.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <ctime>
#include <sstream>
#include <system_error>

namespace Atelier::Node {

namespace {

std::string procText(const char *path)
{
    try {
        return Posix::readAll(path);
    } catch (const std::system_error &) {
        return {};
    }
}

} // namespace

std::optional<CpuTicks> cpuTicksFrom(std::string_view text)
{
    std::istringstream line{std::string(text.substr(0, text.find('\n')))};
    std::string name;
    std::array<std::uint64_t, 8> ticks{}; // user nice system idle iowait irq softirq steal
    line >> name;
    for (std::uint64_t &tick : ticks) {
        line >> tick;
    }
    if (name != "cpu" || line.fail()) {
        return {};
    }
    CpuTicks result;
    for (const std::uint64_t tick : ticks) {
        result.all += tick;
    }
    result.busy = result.all - ticks[3] - ticks[4];
    return result;
}

std::optional<MachineMemory> memoryFrom(std::string_view text)
{
    std::istringstream lines{std::string(text)};
    MachineMemory memory;
    bool hasAvailable = false;
    std::string name;
    std::uint64_t kilobytes = 0;
    for (std::string line; std::getline(lines, line);) {
        std::istringstream fields(line);
        if (!(fields >> name >> kilobytes)) {
            continue;
        }
        if (name == "MemTotal:") {
            memory.total = kilobytes * 1024;
        } else if (name == "MemAvailable:") {
            memory.available = kilobytes * 1024;
            hasAvailable = true;
        }
    }
    return memory.total > 0 && hasAvailable ? std::optional(memory) : std::nullopt;
}

std::optional<std::array<double, 3>> loadFrom(std::string_view text)
{
    std::istringstream fields{std::string(text)};
    std::array<double, 3> load{};
    fields >> load[0] >> load[1] >> load[2];
    return fields ? std::optional(load) : std::nullopt;
}

std::optional<CpuTicks> cpuTicks()
{
    return cpuTicksFrom(procText("/proc/stat"));
}

std::optional<MachineMemory> machineMemory()
{
    auto memory = memoryFrom(procText("/proc/meminfo"));
    const auto limit = Posix::memoryLimit();
    if (memory && limit && *limit < memory->total) {
        memory->limit = limit;
        const std::string group = Posix::ownMemoryGroup();
        memory->used = Posix::numberAt(group + "/memory.current");
        if (!memory->used) {
            memory->used = Posix::numberAt(group + "/memory.usage_in_bytes");
        }
        const std::uint64_t left = *limit - std::min(*limit, memory->used.value_or(0));
        memory->available = std::min(memory->available, left);
    }
    return memory;
}

std::optional<std::array<double, 3>> load()
{
    return loadFrom(procText("/proc/loadavg"));
}

double uptime()
{
    timespec time{};
    return ::clock_gettime(CLOCK_BOOTTIME, &time) == 0
               ? static_cast<double>(time.tv_sec) + (static_cast<double>(time.tv_nsec) / 1e9)
               : 0;
}

int usableCpus()
{
    cpu_set_t cpus;
    CPU_ZERO(&cpus);
    return ::sched_getaffinity(0, sizeof cpus, &cpus) == 0 ? std::max(CPU_COUNT(&cpus), 1) : 1;
}

std::optional<DiskRoom> diskRoom(const std::string &path)
{
    struct statvfs room = {};
    if (::statvfs(path.c_str(), &room) != 0) {
        return {};
    }
    return DiskRoom{.total = std::uint64_t{room.f_blocks} * room.f_frsize,
                    .available = std::uint64_t{room.f_bavail} * room.f_frsize};
}

} // namespace Atelier::Node
