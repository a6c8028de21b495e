// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
// GET …/computes/{name}/homeSummary: what deleting the instance would lose.
#include "backend/core/async.h"
#include "backend/server/handlers.h"
#include "backend/server/services.h"

namespace Atelier::Server {

void getHomeSummary(const Services &services, const Request &request, const ReplyPtr &reply)
{
    const auto id = services.registry->nodeId(request.parameters.value(QStringLiteral("name")));
    if (!id) {
        reply->fail(id.error());
        return;
    }
    whenDone(services.engine->homeSummary(*id),
             services.registry,
             [reply](const Result<Arm::HomeSummary> &summary) {
                 if (summary) {
                     reply->send({.body = Arm::toJson(*summary)});
                 } else {
                     reply->fail(summary.error());
                 }
             });
}

} // namespace Atelier::Server
