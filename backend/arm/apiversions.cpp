// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/arm/apiversions.h"

#include <QDate>
#include <QRegularExpression>

namespace Atelier::Arm {

ApiVersionVerdict verdictOn(const QString &apiVersion)
{
    // Anchored at both ends: “$” would let a line feed through, into the headers of an answer.
    static const QRegularExpression pattern(
        QStringLiteral("\\A(\\d{4}-\\d{2}-\\d{2})(-preview|-privatepreview|-alpha|-beta|-rc)?\\z"),
        QRegularExpression::CaseInsensitiveOption);
    const QRegularExpressionMatch match = pattern.match(apiVersion);
    const QDate date = QDate::fromString(match.captured(1), Qt::ISODate);
    if (!date.isValid()) {
        return ApiVersionVerdict::Malformed;
    }
    // Dates in this form sort as texts.
    const QString text = match.captured(1);
    return text < QLatin1StringView(oldestApiVersion) || text > QLatin1StringView(newestApiVersion)
               ? ApiVersionVerdict::Unsupported
               : ApiVersionVerdict::Accepted;
}

} // namespace Atelier::Arm
