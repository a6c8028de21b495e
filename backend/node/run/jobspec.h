// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backend/node/protocol/outcome.h"

#include <nlohmann/json_fwd.hpp>

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace Atelier::Node {

/** What is to run as a job. No shell reads any of it. */
struct JobSpec
{
    std::vector<std::string> command =
        {}; ///< the program, looked for in the job's PATH, and arguments
    std::map<std::string, std::string> environment = {}; ///< beside or instead of the node's own
    std::vector<std::string> withoutEnvironment = {};    ///< names taken away before that
    std::string folder = {};                             ///< absolute; empty: the home folder
    bool mergeOutput = false;                            ///< stderr goes into the file of stdout
    int mask = -1;                                       ///< umask; -1: the node's own
    int nice = 0;                                        ///< added, see nice(2)
    int graceSeconds = 10;      ///< from asking what remains to end to killing it
    std::vector<int> cpus = {}; ///< empty: all
    std::optional<std::uint64_t> timeLimitSeconds = {}; ///< while the computer is awake
    std::optional<std::uint64_t> openFiles = {};        ///< RLIMIT_NOFILE
    std::optional<std::uint64_t> addressSpaceBytes = {};
    std::optional<std::uint64_t> memoryBytes =
        {};                      ///< of all its processes, where the user may limit it
    std::uint64_t coreBytes = 0; ///< of a core file

    bool operator==(const JobSpec &) const = default;
};

/** Letters, digits, '-', '_' and '.', 1 to 128 of them, the first not '.': a folder's name. */
[[nodiscard]] bool isJobId(std::string_view id);

/** Invalid: which member is wrong, and what is allowed. Members that aren't known are refused: a
 * limit that isn't understood would not be kept. */
[[nodiscard]] Outcome<JobSpec> jobSpecFrom(const nlohmann::json &object);
/** Two specs are equal when their JSON is. What is as by default is left out. */
[[nodiscard]] nlohmann::json jsonFrom(const JobSpec &spec);

} // namespace Atelier::Node
