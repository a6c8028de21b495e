// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

namespace Atelier::Arm {

/** The range of versions that is understood; each is a date. */
inline constexpr auto oldestApiVersion = "2023-04-01";
inline constexpr auto newestApiVersion = "2025-12-01";

enum class ApiVersionVerdict {
    Accepted,
    Malformed,   ///< no date, or a suffix that is none
    Unsupported, ///< a date outside the range
};

/** "2025-06-01", "2024-01-01-preview": compared without case, as Azure does. */
[[nodiscard]] ApiVersionVerdict verdictOn(const QString &apiVersion);

} // namespace Atelier::Arm
