// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDateTime>
#include <QString>

namespace Atelier::Arm {

/** Reads "2021-04-01T22:00:00.0000000+00:00" as well as "…Z"; UTC, invalid when the text is no
 * date. */
[[nodiscard]] QDateTime dateFrom(const QString &text);

/** "2021-04-01T22:00:00.000Z"; empty for an invalid date. */
[[nodiscard]] QString toString(const QDateTime &date);

} // namespace Atelier::Arm
