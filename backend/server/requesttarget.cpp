// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/server/requesttarget.h"

#include <QString>
#include <QUtf8StringView>

#include <algorithm>

namespace Atelier::Server {

namespace {

bool isHexadecimal(char character)
{
    return (character >= '0' && character <= '9') || (character >= 'a' && character <= 'f')
           || (character >= 'A' && character <= 'F');
}

bool isWellEncoded(QByteArrayView text)
{
    for (qsizetype at = text.indexOf('%'); at >= 0; at = text.indexOf('%', at + 1)) {
        if (at + 2 >= text.size() || !isHexadecimal(text.at(at + 1))
            || !isHexadecimal(text.at(at + 2))) {
            return false;
        }
    }
    const QByteArray decoded = QByteArray::fromPercentEncoding(text.toByteArray());
    const auto isControl = [](char character) {
        return static_cast<uchar>(character) < ' ' || character == '\x7f';
    };
    return std::ranges::none_of(decoded, isControl) && QUtf8StringView(decoded).isValidUtf8();
}

} // namespace

std::optional<RequestTarget> requestTargetFrom(QByteArrayView text)
{
    if (!text.startsWith('/') || text.contains('#') || !isWellEncoded(text)) {
        return {};
    }
    const qsizetype mark = text.indexOf('?');
    if (mark < 0) {
        return RequestTarget{.path = text.toByteArray()};
    }
    return RequestTarget{.path = text.first(mark).toByteArray(),
                         .query = QUrlQuery(QString::fromLatin1(text.sliced(mark + 1)))};
}

} // namespace Atelier::Server
