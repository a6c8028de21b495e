// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <optional>
#include <random>

namespace Atelier::Shim {

/**
 * Ports to try, best first: the preferred one, then free ones at random below the range from
 * which the kernel takes ports for outgoing connections. Whether one is really free only the
 * server that listens on it can say.
 */
class Ports final
{
public:
    explicit Ports(std::uint16_t preferred);
    [[nodiscard]] std::optional<std::uint16_t> next();

private:
    std::uint16_t m_preferred;
    int m_tries = 0;
    std::minstd_rand m_random;
};

} // namespace Atelier::Shim
