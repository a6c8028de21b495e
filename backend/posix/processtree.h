// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <sys/types.h>

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace Atelier::Posix {

/** What /proc/PID/stat tells, see proc_pid_stat(5). */
struct Process
{
    pid_t pid = 0;
    pid_t parent = 0;
    pid_t session = 0;
    char state = '?';
    std::string name;            ///< at most 15 bytes, any bytes
    std::uint64_t startTime = 0; ///< in clock ticks since the boot; with pid it is an identity
    std::uint64_t cpuTicks = 0;  ///< user and system
    std::uint64_t pages = 0;     ///< resident
};

[[nodiscard]] std::optional<Process> processOf(pid_t pid);

/** Every process that can be seen, in no order. */
[[nodiscard]] std::vector<Process> allProcesses();

/** When @p pid was started, in clock ticks since the boot; 0 when there is no such process. */
[[nodiscard]] std::uint64_t startTimeOf(pid_t pid);

/** Identifies this run of the computer. */
[[nodiscard]] std::string bootId();

/** Children of @p pid, oldest first. */
[[nodiscard]] std::vector<pid_t> childrenOf(pid_t pid);

/** Every process below @p pid, dead ones that nobody has waited for left out. */
[[nodiscard]] std::vector<pid_t> descendantsOf(pid_t pid);

/** Of @p all those below @p pid, also dead ones that nobody has waited for: of a process whose
 * first thread has ended others may still run. */
[[nodiscard]] std::vector<Process> descendantsAmong(const std::vector<Process> &all, pid_t pid);

} // namespace Atelier::Posix
