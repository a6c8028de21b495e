// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/arm/durations.h"

#include <QRegularExpression>

#include <array>

namespace Atelier::Arm {

std::optional<std::chrono::seconds> durationFrom(const QString &text)
{
    static const QRegularExpression pattern(QStringLiteral(
        "\\AP(?=.)(?:(\\d{1,6})W)?(?:(\\d{1,6})D)?"
        "(?:T(?=\\d)(?:(\\d{1,6})H)?(?:(\\d{1,6})M)?(?:(\\d{1,6})(?:\\.0+)?S)?)?\\z"));
    const QRegularExpressionMatch match = pattern.match(text);
    if (!match.hasMatch()) {
        return {};
    }
    using std::chrono::seconds;
    constexpr std::array units{seconds(std::chrono::weeks(1)),
                               seconds(std::chrono::days(1)),
                               seconds(std::chrono::hours(1)),
                               seconds(std::chrono::minutes(1)),
                               seconds(1)};
    seconds sum{0};
    for (size_t index = 0; index < units.size(); ++index) {
        sum += units.at(index) * match.capturedView(static_cast<int>(index) + 1).toInt();
    }
    return sum;
}

} // namespace Atelier::Arm
