// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <nlohmann/json_fwd.hpp>

#include <cstddef>
#include <string>

namespace Atelier::Node {

/** What became of the processes that a killed supervisor has left. */
struct OrphansEnded
{
    std::size_t killed = 0;
    std::size_t remaining = 0; ///< that could not be killed within five seconds
};

/**
 * Kills what can still be recognised as belonging to the job that @p run (run.json) tells of:
 * members of its control group, processes that have @p token in their environment, and all that
 * descends from these. Numbers alone, as that of its session, prove nothing once its first process
 * is gone: nothing else is touched. So one that was started with an emptied environment stays where
 * there is no control group.
 */
[[nodiscard]] OrphansEnded endOrphans(const nlohmann::json &run, const std::string &token);

/** Sends @p signal to exactly the process with this start time; false: it is gone. */
[[nodiscard]] bool signalProcess(int pid, std::uint64_t startTime, int signal);

} // namespace Atelier::Node
