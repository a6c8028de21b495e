// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/server/query.h"

#include <QUrl>

namespace Atelier::Server {

QStringList queryValues(const Request &request, QLatin1StringView key)
{
    QStringList values;
    const auto items = request.query.queryItems(QUrl::FullyDecoded);
    for (const auto &[name, value] : items) {
        if (name.compare(key, Qt::CaseInsensitive) == 0) {
            values.append(value);
        }
    }
    return values;
}

QString queryValue(const Request &request, QLatin1StringView key)
{
    const QStringList values = queryValues(request, key);
    return values.isEmpty() ? QString() : values.constFirst();
}

} // namespace Atelier::Server
