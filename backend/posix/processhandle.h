// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backend/posix/durablefile.h"

#include <sys/types.h>

#include <cstdint>

namespace Atelier::Posix {

/** Exactly one process, even when its number is given to another: a pidfd, see pidfd_open(2).
 * Readable once the process has ended. Closed when there is no process @p pid with @p startTime. */
[[nodiscard]] Descriptor processHandle(pid_t pid, std::uint64_t startTime);

/** False: it is gone, or another user's. */
[[nodiscard]] bool sendSignal(const Descriptor &process, int signal);

} // namespace Atelier::Posix
