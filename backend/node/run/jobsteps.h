// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <functional>

namespace Atelier::Node {

/** Between two steps of a job's start or end, where tests kill the process that comes by. */
enum class JobStep : std::uint8_t {
    // who starts it
    FolderMade, ///< under a temporary name, empty
    SpecWritten,
    FolderNamed, ///< the job is there
    SupervisorSpawned,
    // its supervisor
    LockTaken,
    Prepared,
    ProgramForked, ///< the job's process waits to be told to begin
    RunRecorded,   ///< it may not be run again from here on
    ProgramLetGo,  ///< the job runs
    RunReported,
    ProgramEnded,
    AllEnded, ///< nothing of it is left
    EndRecorded,
};

inline constexpr auto jobStepCount = static_cast<std::uint8_t>(JobStep::EndRecorded) + 1;

/** Called at each step; empty in the product. */
using JobStepWatcher = std::function<void(JobStep step)>;

} // namespace Atelier::Node
