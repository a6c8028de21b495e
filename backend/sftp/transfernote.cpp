// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/sftp/transfernote.h"

#include "backend/sftp/names.h"

#include <QJsonDocument>
#include <QJsonObject>

namespace Atelier::Sftp {

namespace {

constexpr qsizetype largestNote = 64 * 1024;

/** JSON's own numbers lose digits above 2^53. */
std::optional<quint64> numberIn(const QJsonObject &object, QLatin1StringView name)
{
    bool isNumber = false;
    const quint64 number = object.value(name).toString().toULongLong(&isNumber);
    return isNumber ? std::optional(number) : std::nullopt;
}

QByteArray bytesIn(const QJsonObject &object, QLatin1StringView name)
{
    return QByteArray::fromPercentEncoding(object.value(name).toString().toLatin1());
}

} // namespace

QByteArray TransferNote::toJson() const
{
    const QJsonObject object{
        {QStringLiteral("source"), QString::fromLatin1(source.toPercentEncoding("/ "))},
        {QStringLiteral("size"), QString::number(size)},
        {QStringLiteral("modified"), QString::number(modified)},
        {QStringLiteral("part"), QString::fromLatin1(part)},
        {QStringLiteral("boot"), QString::fromLatin1(boot.toPercentEncoding())},
        {QStringLiteral("done"), QString::number(done)},
        {QStringLiteral("durable"), QString::number(durable)}};
    return QJsonDocument(object).toJson(QJsonDocument::Compact);
}

std::optional<TransferNote> TransferNote::fromJson(const QByteArray &json)
{
    if (json.size() > largestNote) {
        return std::nullopt;
    }
    const QJsonObject object = QJsonDocument::fromJson(json).object();
    const auto size = numberIn(object, QLatin1StringView("size"));
    const auto modified = numberIn(object, QLatin1StringView("modified"));
    const auto done = numberIn(object, QLatin1StringView("done"));
    const auto durable = numberIn(object, QLatin1StringView("durable"));
    const QByteArray source = bytesIn(object, QLatin1StringView("source"));
    const QByteArray part = bytesIn(object, QLatin1StringView("part"));
    // The part's name comes of it: it must not lead anywhere else.
    if (!size || !modified || !done || !durable || source.isEmpty() || !isToken(part)) {
        return std::nullopt;
    }
    return TransferNote{.source = source,
                        .size = *size,
                        .modified = *modified,
                        .part = part,
                        .boot = bytesIn(object, QLatin1StringView("boot")),
                        .done = *done,
                        .durable = *durable};
}

} // namespace Atelier::Sftp
