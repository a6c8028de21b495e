// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace Atelier::Node {

struct Gpu
{
    std::string name = {};
    std::optional<double> utilization = {}; ///< percent of the last interval of the driver's own
    std::optional<std::uint64_t> memoryTotal = {}; ///< bytes
    std::optional<std::uint64_t> memoryUsed = {};
    std::optional<double> temperature = {}; ///< degrees Celsius
};

/** What nvidia-smi prints for @ref nvidiaQuery; "[N/A]" and the like are left out. */
[[nodiscard]] std::vector<Gpu> gpusFrom(std::string_view text);

/** Asks nvidia-smi, at most three seconds long; without it the driver's folder in /proc, which
 * has only names. No GPU, or none of NVIDIA's: empty. */
[[nodiscard]] std::vector<Gpu> findGpus();

} // namespace Atelier::Node
