// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
// GET …/computeOperationsStatus/{id} and …/computeOperationsResults/{id}.
#include "backend/arm/resourcepaths.h"
#include "backend/server/handlers.h"
#include "backend/server/longrunning.h"
#include "backend/server/services.h"

#include <QCoreApplication>

namespace Atelier::Server {

namespace {

using namespace Qt::StringLiterals;

const Store::OperationRow *find(const Services &services,
                                const Request &request,
                                const ReplyPtr &reply)
{
    const QString id = request.parameters.value(u"id"_s);
    const Store::OperationRow *row = services.registry->operations().find(id);
    if (!row) {
        reply->fail({.code = Error::Code::NotFound,
                     .message = QCoreApplication::translate("OperationStatus",
                                                            "There is no operation “%1”.")
                                    .arg(id),
                     .target = id});
    }
    return row;
}

} // namespace

void getOperationStatus(const Services &services, const Request &request, const ReplyPtr &reply)
{
    const Store::OperationRow *row = find(services, request, reply);
    if (!row) {
        return;
    }
    QJsonObject body = Arm::toJson(row->status);
    body.insert(u"id"_s, Arm::ResourcePaths().operationStatus(row->status.id));
    reply->send({.body = body, .headers = {retryAfter()}});
}

void getOperationResult(const Services &services, const Request &request, const ReplyPtr &reply)
{
    const Store::OperationRow *row = find(services, request, reply);
    if (!row) {
        return;
    }
    if (row->status.status == "InProgress"_L1) {
        reply->send({.status = 202, .headers = acceptedHeaders(request, row->status.id)});
        return;
    }
    if (row->status.error) {
        reply->fail(*row->status.error);
        return;
    }
    // By its id: another instance may have the name by now.
    const auto present = services.registry->nodeId(row->computeName);
    const auto resource = services.registry->changes()->find(row->computeName);
    if (resource && present == row->computeId && row->name != Arm::OperationName::Delete) {
        reply->send({.body = *resource});
    } else {
        reply->send({.status = 204});
    }
}

} // namespace Atelier::Server
