// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>

namespace Atelier::Ssh {

using Clock = std::chrono::steady_clock;
using TimePoint = Clock::time_point;

/** The deadline of what waits for ever. */
inline constexpr TimePoint never = TimePoint::max();

/** @p span from now; no span means never. */
[[nodiscard]] inline TimePoint deadlineIn(std::chrono::milliseconds span)
{
    return span.count() > 0 ? Clock::now() + span : never;
}

} // namespace Atelier::Ssh
