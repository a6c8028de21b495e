// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <sys/types.h>

#include <cstdint>
#include <string>
#include <vector>

namespace Atelier::Shim {

/** When @p pid was started, in clock ticks since the boot; 0 when there is no such process. */
[[nodiscard]] std::uint64_t startTimeOf(pid_t pid);

/** Identifies this run of the computer. */
[[nodiscard]] std::string bootId();

/** Children of @p pid, oldest first. */
[[nodiscard]] std::vector<pid_t> childrenOf(pid_t pid);

/** Every process below @p pid, dead ones that nobody has waited for left out. */
[[nodiscard]] std::vector<pid_t> descendantsOf(pid_t pid);

} // namespace Atelier::Shim
