// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/server/longrunning.h"

#include "backend/arm/resourcepaths.h"
#include "backend/server/query.h"

namespace Atelier::Server {

namespace {

using namespace Qt::StringLiterals;

} // namespace

QByteArray addressOf(const Request &request, const QString &path)
{
    const QString version = queryValue(request, "api-version"_L1);
    return QString(request.base + path + u"?api-version="_s + version).toLatin1();
}

Headers asyncHeaders(const Request &request, const QString &operation)
{
    if (operation.isEmpty()) {
        return {};
    }
    return {{"Azure-AsyncOperation",
             addressOf(request, Arm::ResourcePaths().operationStatus(operation))},
            retryAfter()};
}

Headers acceptedHeaders(const Request &request, const QString &operation)
{
    Headers headers = asyncHeaders(request, operation);
    headers.append(
        {"Location", addressOf(request, Arm::ResourcePaths().operationResult(operation))});
    return headers;
}

std::pair<QByteArray, QByteArray> retryAfter()
{
    return {"Retry-After", "1"};
}

} // namespace Atelier::Server
