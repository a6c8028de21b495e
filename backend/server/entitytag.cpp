// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/server/entitytag.h"

#include <QCoreApplication>
#include <QCryptographicHash>
#include <QJsonDocument>

#include <algorithm>

namespace Atelier::Server {

namespace {

constexpr qsizetype digits = 32;

/** Whether @p list names @p tag, or is "*". No tag of ours has a comma in it. */
bool names(const QByteArray &list, const QByteArray &tag, bool weakly)
{
    return std::ranges::any_of(list.split(','), [&tag, weakly](const QByteArray &part) {
        const QByteArray entry = part.trimmed();
        return entry == "*" || entry == tag
               || (weakly && entry.startsWith("W/") && entry.sliced(2) == tag);
    });
}

Error unmet(const QString &name, const QString &message)
{
    return {.code = Error::Code::PreconditionFailed, .message = message.arg(name), .target = name};
}

} // namespace

QByteArray entityTagOf(const QByteArray &text)
{
    return '"' + QCryptographicHash::hash(text, QCryptographicHash::Sha1).toHex().left(digits)
           + '"';
}

QByteArray entityTagOf(const QJsonObject &resource)
{
    return entityTagOf(QJsonDocument(resource).toJson(QJsonDocument::Compact));
}

Conditions conditionsOf(const Request &request)
{
    return {.match = request.headers.combinedValue("if-match"),
            .noneMatch = request.headers.combinedValue("if-none-match")};
}

Result<void> checkConditions(const Conditions &conditions,
                             const std::optional<QByteArray> &current,
                             const QString &name)
{
    if (!conditions.match.isEmpty()) {
        if (!current) {
            return failure(unmet(
                name,
                QCoreApplication::translate("EntityTag", "There is no instance called “%1”.")));
        }
        if (!names(conditions.match, *current, false)) {
            return failure(unmet(
                name,
                QCoreApplication::translate(
                    "EntityTag", "“%1” has changed since it was read. Read it again first.")));
        }
    }
    if (current && !conditions.noneMatch.isEmpty() && names(conditions.noneMatch, *current, true)) {
        return failure(unmet(
            name,
            QCoreApplication::translate("EntityTag", "There is already an instance called “%1”.")));
    }
    return {};
}

bool isKnown(const Conditions &conditions, const QByteArray &current)
{
    return !conditions.noneMatch.isEmpty() && names(conditions.noneMatch, current, true);
}

Response resourceResponse(const QJsonObject &resource, int status)
{
    const QByteArray text = QJsonDocument(resource).toJson(QJsonDocument::Compact);
    return {.status = status,
            .headers = {{"Content-Type", "application/json; charset=utf-8"},
                        {"ETag", entityTagOf(text)}},
            .text = text};
}

} // namespace Atelier::Server
