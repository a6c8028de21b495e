// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/server/requestids.h"

#include <QUuid>

#include <algorithm>

namespace Atelier::Server {

namespace {

constexpr qsizetype longestClientId = 128;

bool isPrintable(char character)
{
    return character >= ' ' && character < '\x7f';
}

} // namespace

QList<std::pair<QByteArray, QByteArray>> requestIds(const Request &request)
{
    QList<std::pair<QByteArray, QByteArray>> headers{
        {"x-ms-request-id", QUuid::createUuid().toByteArray(QUuid::WithoutBraces)}};
    const QByteArray wish =
        request.headers.value("x-ms-return-client-request-id").toByteArray().trimmed();
    const QByteArray id = request.headers.value("x-ms-client-request-id").toByteArray().trimmed();
    // It is written into our own header: nothing that could end it, nor more than an id has.
    if (wish.compare("true", Qt::CaseInsensitive) == 0 && !id.isEmpty()
        && id.size() <= longestClientId && std::ranges::all_of(id, isPrintable)) {
        headers.append({"x-ms-client-request-id", id});
    }
    return headers;
}

} // namespace Atelier::Server
