// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDateTime>
#include <QString>

#include <chrono>

namespace Atelier::Ui {

/** "just now", "5 min", "2 h", "3 d", "5 weeks"; empty when @p since is invalid. */
[[nodiscard]] QString formatAge(const QDateTime &since, const QDateTime &now);
/** How long until formatAge() says something else: when a view must repaint. */
[[nodiscard]] std::chrono::milliseconds nextAgeChange(const QDateTime &since, const QDateTime &now);
/** "0.4 s", "3 s", "1 min 5 s", "2 h 10 min". */
[[nodiscard]] QString formatDuration(std::chrono::milliseconds duration);
/** Date and time of the locale, in local time, for tooltips and details; empty when invalid. */
[[nodiscard]] QString formatTime(const QDateTime &time);

} // namespace Atelier::Ui
