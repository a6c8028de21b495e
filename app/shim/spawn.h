// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/shim/spec.h"
#include "backend/posix/durablefile.h"

#include <sys/types.h>

#include <cstdint>

namespace Atelier::Shim {

/** The node's first process, as seen from outside. */
struct Spawned
{
    pid_t pid = 0;
    Posix::Descriptor errors; ///< what it writes to its standard error, read without waiting
    Posix::Descriptor
        info; ///< where bubblewrap tells the pid of the sandbox; closed when not isolated
};

/** Starts the node on @p port; its standard output goes to the end of @p outputPath. Throws
 * std::system_error. */
[[nodiscard]] Spawned spawn(const Spec &spec, std::uint16_t port, const std::string &outputPath);

} // namespace Atelier::Shim
