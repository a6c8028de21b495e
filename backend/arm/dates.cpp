// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/arm/dates.h"

#include <QRegularExpression>

namespace Atelier::Arm {

QDateTime dateFrom(const QString &text)
{
    // The service writes seven fraction digits; milliseconds are all that QDateTime keeps.
    static const QRegularExpression pattern(QStringLiteral(
        R"(\A(\d{4}-\d\d-\d\d[Tt ]\d\d:\d\d:\d\d)(?:\.(\d+))?(Z|z|[+-]\d\d:?\d\d)?\z)"));
    const QRegularExpressionMatch match = pattern.match(text);
    if (!match.hasMatch()) {
        return {};
    }
    const QString fraction = match.captured(2).leftJustified(3, QLatin1Char('0'), true);
    const QString zone = match.captured(3).isEmpty() ? QStringLiteral("Z")
                                                     : match.captured(3).toUpper();
    QString moment = match.captured(1);
    moment[10] = QLatin1Char('T');
    const QString normal = moment + QLatin1Char('.') + fraction + zone;
    return QDateTime::fromString(normal, Qt::ISODateWithMs).toUTC();
}

QString toString(const QDateTime &date)
{
    return date.isValid() ? date.toUTC().toString(Qt::ISODateWithMs) : QString();
}

} // namespace Atelier::Arm
