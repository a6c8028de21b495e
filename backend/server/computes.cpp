// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
// …/computes and …/computes/{name}: list, get, put, delete.
#include "backend/core/async.h"
#include "backend/server/handlers.h"
#include "backend/server/longrunning.h"
#include "backend/server/refusals.h"
#include "backend/server/services.h"

#include <QCoreApplication>
#include <QJsonArray>

namespace Atelier::Server {

namespace {

using namespace Qt::StringLiterals;

/** A whole number of the query that is not below zero; @p fallback when absent or none. */
qsizetype numberFrom(const Request &request, const QString &key, qsizetype fallback)
{
    bool valid = false;
    const qlonglong number = request.query.queryItemValue(key).toLongLong(&valid);
    return valid && number >= 0 ? static_cast<qsizetype>(number) : fallback;
}

/** Delete or Detach must be said, as on Azure; there is nothing to detach here. */
std::optional<Error> underlyingActionFault(const Request &request)
{
    const QString action = request.query.queryItemValue(u"underlyingResourceAction"_s);
    if (action.compare("Delete"_L1, Qt::CaseInsensitive) == 0) {
        return {};
    }
    const QString message =
        action.isEmpty()
            ? QCoreApplication::translate(
                  "Computes", "The query parameter “underlyingResourceAction” is missing.")
            : QCoreApplication::translate(
                  "Computes", "An instance of this computer can't be detached, only deleted.");
    return Error{.code = Error::Code::InvalidArgument,
                 .message = message,
                 .target = u"underlyingResourceAction"_s};
}

} // namespace

void listComputes(const Services &services, const Request &request, const ReplyPtr &reply)
{
    const ChangeLog *changes = services.registry->changes();
    const QList<QJsonObject> all = changes->list();
    QJsonArray value;
    for (qsizetype index = numberFrom(request, u"$skip"_s, 0); index < all.size(); ++index) {
        value.append(all.at(index));
    }
    reply->send({.body = {{u"value"_s, value}, {u"sequence"_s, changes->sequence()}}});
}

void getCompute(const Services &services, const Request &request, const ReplyPtr &reply)
{
    const QString name = request.parameters.value(u"name"_s);
    const auto resource = services.registry->changes()->find(name);
    if (resource) {
        reply->send({.body = *resource});
    } else {
        reply->fail(noSuchInstance(name));
    }
}

void putCompute(const Services &services, const Request &request, const ReplyPtr &reply)
{
    const auto done = services.registry->put(request.parameters.value(u"name"_s), request.json);
    whenDone(done, services.registry, [request, reply](const Result<PutOutcome> &outcome) {
        if (!outcome) {
            reply->fail(outcome.error());
            return;
        }
        reply->send({.status = outcome->created ? 201 : 200,
                     .body = outcome->resource,
                     .headers = asyncHeaders(request, outcome->operation)});
    });
}

void deleteCompute(const Services &services, const Request &request, const ReplyPtr &reply)
{
    if (const auto fault = underlyingActionFault(request)) {
        reply->fail(*fault);
        return;
    }
    const auto done = services.registry->remove(request.parameters.value(u"name"_s));
    whenDone(done, services.registry, [request, reply](const Result<QString> &operation) {
        if (!operation) {
            reply->fail(operation.error());
        } else if (operation->isEmpty()) {
            reply->send({.status = 204});
        } else {
            reply->send({.status = 202, .headers = acceptedHeaders(request, *operation)});
        }
    });
}

} // namespace Atelier::Server
