// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

#include <chrono>
#include <optional>

namespace Atelier::Arm {

/** An ISO 8601 duration of weeks, days, hours, minutes and whole seconds ("PT1H30M"). Months and
 * years, whose length depends on the calendar, are none; nor is what does not fit. */
[[nodiscard]] std::optional<std::chrono::seconds> durationFrom(const QString &text);

/** How long an instance may be idle before it is stopped; features.md 3.7. */
inline constexpr std::chrono::minutes shortestIdleTime{15};
inline constexpr std::chrono::days longestIdleTime{3};

} // namespace Atelier::Arm
