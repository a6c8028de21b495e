// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <QStringList>

#include <optional>

namespace Atelier::Arm {

/** The rules that a compute name obeys; source: features.md 3.7 (2025-06-01 pattern and its
 * documentation). */
enum class NameRule {
    TooShort,       ///< fewer than 3 characters
    TooLong,        ///< more than 24
    FirstNotLetter, ///< [A-Za-z]
    BadCharacter,   ///< only letters, digits and dash
    EndsWithDash,
    EndsWithDashDigits, ///< "gpu-node-01"
};

/** The first rule that @p name breaks; nothing when it is valid. Whether it is taken is not asked
 * here. */
[[nodiscard]] std::optional<NameRule> brokenNameRule(const QString &name);

/** One translated sentence that names the rule, the value, and what is allowed. */
[[nodiscard]] QString explain(NameRule rule, const QString &name);

/** A valid name not in @p taken: "ada-box", then others of the same kind. Compared without case. */
[[nodiscard]] QString freeComputeName(const QStringList &taken);

} // namespace Atelier::Arm
