// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <optional>
#include <string>

namespace Atelier::Posix {

/** The folder of the control group that accounts this process' memory, of version 1 or 2; empty:
 * none that can be seen. cgroups(7). */
[[nodiscard]] std::string ownMemoryGroup();

/** A group in which this user may make groups with limits of their own; empty: none. */
[[nodiscard]] std::string delegatedMemoryGroup();

/** The smallest memory limit in bytes that applies to this process; nothing: none. */
[[nodiscard]] std::optional<std::uint64_t> memoryLimit();

/** How often the kernel has ended a process in @p group for want of memory. */
[[nodiscard]] std::uint64_t memoryKills(const std::string &group);

/** The number that a file holds; nothing when it can't be read, or is "max". */
[[nodiscard]] std::optional<std::uint64_t> numberAt(const std::string &path);

} // namespace Atelier::Posix
