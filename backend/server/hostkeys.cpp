// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
// GET …/computes/{name}/hostKeys: where the node listens, and what it must present.
#include "backend/server/handlers.h"
#include "backend/server/services.h"

namespace Atelier::Server {

void getHostKeys(const Services &services, const Request &request, const ReplyPtr &reply)
{
    const auto access = services.registry->access(request.parameters.value(QStringLiteral("name")));
    if (access) {
        reply->send({.body = Arm::toJson(*access)});
    } else {
        reply->fail(access.error());
    }
}

} // namespace Atelier::Server
