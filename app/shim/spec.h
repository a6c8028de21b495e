// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <nlohmann/json.hpp>

#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace Atelier::Shim {

/** Goes with the SIGTERM of who may ask for a stop, see there. */
inline constexpr int stopAskedFor = 0x61736b;

/** What the control plane asks for; spec.json. */
struct Spec
{
    bool isolated = true;
    std::vector<std::string> command; ///< "{port}" and "{info}" stand for what is known only here
    std::map<std::string, std::string> environment;
    std::vector<int> cpus; ///< empty: all
    std::uint16_t preferredPort = 0;
    std::string runtimeFolder; ///< made at the start, removed at the end; may be empty
    std::string memoryGroup;   ///< cgroup to make; empty: memory is not limited
    std::uint64_t memoryBytes = 0;
    int graceMilliseconds = 0; ///< from asking processes to end to killing them
    nlohmann::json node;       ///< handed through into the record
};

/** Throws nlohmann::json::exception or std::system_error. */
[[nodiscard]] Spec readSpec(const std::string &path);

} // namespace Atelier::Shim
