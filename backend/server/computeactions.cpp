// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
// POST …/computes/{name}/start, /stop, /restart.
#include "backend/core/async.h"
#include "backend/server/handlers.h"
#include "backend/server/longrunning.h"
#include "backend/server/services.h"

namespace Atelier::Server {

namespace {

void act(const Services &services,
         const Request &request,
         const ReplyPtr &reply,
         Arm::OperationName name)
{
    const auto done = services.registry->act(request.parameters.value(QStringLiteral("name")),
                                             name);
    whenDone(done, services.registry, [request, reply](const Result<QString> &operation) {
        if (operation) {
            reply->send({.status = 202, .headers = acceptedHeaders(request, *operation)});
        } else {
            reply->fail(operation.error());
        }
    });
}

} // namespace

void startCompute(const Services &services, const Request &request, const ReplyPtr &reply)
{
    act(services, request, reply, Arm::OperationName::Start);
}

void stopCompute(const Services &services, const Request &request, const ReplyPtr &reply)
{
    act(services, request, reply, Arm::OperationName::Stop);
}

void restartCompute(const Services &services, const Request &request, const ReplyPtr &reply)
{
    act(services, request, reply, Arm::OperationName::Restart);
}

} // namespace Atelier::Server
