// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
// GET …/locations/local/vmSizes: what this computer offers, and how much of it is free.
#include "backend/server/handlers.h"
#include "backend/server/services.h"

namespace Atelier::Server {

void listVmSizes(const Services &services, const Request & /*request*/, const ReplyPtr &reply)
{
    reply->send({.body = Arm::toJson(services.engine->sizes())});
}

} // namespace Atelier::Server
