// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backend/node/run/jobspec.h"
#include "backend/posix/durablefile.h"

#include <sys/types.h>

#include <cstdint>
#include <map>
#include <string>

namespace Atelier::Node {

/** A step of a job's first process between fork and exec. */
enum class JobBeginning : std::uint8_t {
    Memory,
    OpenFiles,
    AddressSpace,
    CoreFile,
    Cpus,
    Nice,
    Folder,
    Program
};

/** Why a job's program could not begin. */
struct FailedBeginning
{
    JobBeginning step = JobBeginning::Program;
    int error = 0; ///< errno
};

/** A sentence: "The program "x" can't be run: No such file or directory." */
[[nodiscard]] std::string sentenceFor(const FailedBeginning &failure, const JobSpec &spec);

/** A job's first process, which waits to be told to begin. */
struct JobProgram
{
    pid_t pid = 0;
    Posix::Descriptor begin;   ///< one byte lets it go; closed without one, it goes away
    Posix::Descriptor failure; ///< a FailedBeginning comes, or nothing once the program runs
};

/**
 * Forks it: in a session of its own, with stdin from /dev/null, its output in files of the present
 * folder, a SIGKILL for it should this process die. @p ownEnvironment counts more than what the
 * node has and @p spec says. @p members is the control group's file, or empty. Throws
 * std::system_error.
 */
[[nodiscard]] JobProgram forkProgram(const JobSpec &spec,
                                     const std::map<std::string, std::string> &ownEnvironment,
                                     const std::string &members);

} // namespace Atelier::Node
