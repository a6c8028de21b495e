// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/sftp/transfernote.h"

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

} // namespace

QByteArray TransferNote::toJson() const
{
    const QJsonObject object{
        {QStringLiteral("source"), QString::fromLatin1(source.toPercentEncoding("/ "))},
        {QStringLiteral("size"), QString::number(size)},
        {QStringLiteral("modified"), QString::number(modified)},
        {QStringLiteral("done"), QString::number(done)}};
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
    const QString source = object.value(QLatin1StringView("source")).toString();
    if (!size || !modified || !done || source.isEmpty()) {
        return std::nullopt;
    }
    return TransferNote{.source = QByteArray::fromPercentEncoding(source.toLatin1()),
                        .size = *size,
                        .modified = *modified,
                        .done = *done};
}

} // namespace Atelier::Sftp
