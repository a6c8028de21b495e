// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace Atelier::Node {

/** What the processors have done since the boot, in clock ticks; proc_stat(5). */
struct CpuTicks
{
    std::uint64_t busy = 0;
    std::uint64_t all = 0;
};

/** In bytes. */
struct MachineMemory
{
    std::uint64_t total = 0;
    std::uint64_t available = 0;
    std::optional<std::uint64_t> limit = {}; ///< of the control group, when lower than total
    std::optional<std::uint64_t> used = {};  ///< of the control group that has the limit
};

struct DiskRoom
{
    std::uint64_t total = 0;
    std::uint64_t available = 0; ///< to this user
};

/** The first line of /proc/stat. */
[[nodiscard]] std::optional<CpuTicks> cpuTicksFrom(std::string_view text);
/** The text of /proc/meminfo, without any limit. */
[[nodiscard]] std::optional<MachineMemory> memoryFrom(std::string_view text);
/** The text of /proc/loadavg: over one, five and fifteen minutes. */
[[nodiscard]] std::optional<std::array<double, 3>> loadFrom(std::string_view text);

[[nodiscard]] std::optional<CpuTicks> cpuTicks();
[[nodiscard]] std::optional<MachineMemory> machineMemory();
[[nodiscard]] std::optional<std::array<double, 3>> load();
/** Seconds since the boot. */
[[nodiscard]] double uptime();
/** How many processors this process may use. */
[[nodiscard]] int usableCpus();
/** Of the file system that @p path is on; nothing when there is no such path. */
[[nodiscard]] std::optional<DiskRoom> diskRoom(const std::string &path);

} // namespace Atelier::Node
