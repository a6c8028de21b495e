// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
// …/computes and …/computes/{name}: list, get, put, patch, delete.
#include "backend/arm/computename.h"
#include "backend/core/async.h"
#include "backend/server/entitytag.h"
#include "backend/server/handlers.h"
#include "backend/server/longrunning.h"
#include "backend/server/query.h"
#include "backend/server/refusals.h"
#include "backend/server/services.h"

#include <QCoreApplication>
#include <QJsonArray>
#include <QUrl>

namespace Atelier::Server {

namespace {

using namespace Qt::StringLiterals;

/** More on one page than a list has on most computers; a client may ask for fewer. */
constexpr qsizetype largestPage = 1000;

Error badNumber(const QString &key, const QString &given)
{
    return {.code = Error::Code::InvalidArgument,
            .message = QCoreApplication::translate(
                           "Computes", "“%1” must be a whole number from 1 to %2, not “%3”.")
                           .arg(key)
                           .arg(largestPage)
                           .arg(given),
            .target = key};
}

Error foreignToken(const QString &given)
{
    return {.code = Error::Code::InvalidArgument,
            .message = QCoreApplication::translate(
                           "Computes", "“%1” leads to no page: follow the “nextLink” of a list.")
                           .arg(given),
            .target = u"$skip"_s};
}

/** How many a page has: $top, as far as it is sent. */
Result<qsizetype> pageSizeOf(const Request &request)
{
    const QString top = queryValue(request, "$top"_L1);
    bool valid = false;
    const qlonglong number = top.toLongLong(&valid);
    if (top.isEmpty()) {
        return largestPage;
    }
    if (!valid || number < 1 || number > largestPage) {
        return failure(badNumber(u"$top"_s, top));
    }
    return static_cast<qsizetype>(number);
}

/** $skip: what a nextLink has there, or a count. No name is a number. */
Result<ChangeLog::Start> pageStartOf(const Request &request)
{
    const QString skip = queryValue(request, "$skip"_L1);
    bool isCount = false;
    const uint count = skip.toUInt(&isCount);
    if (isCount) {
        return ChangeLog::Start{.count = count};
    }
    if (!skip.isEmpty() && Arm::brokenNameRule(skip)) {
        return failure(foreignToken(skip));
    }
    return ChangeLog::Start{.last = skip};
}

/** The page after @p last, as the same client asks for it. */
QString nextLinkOf(const Request &request, qsizetype size, const QString &last)
{
    QString link = QString::fromLatin1(addressOf(request, QString::fromLatin1(request.path)));
    if (size != largestPage) {
        link += u"&$top="_s + QString::number(size);
    }
    return link + u"&$skip="_s + QString::fromLatin1(QUrl::toPercentEncoding(last));
}

void answerWith(const QFuture<Result<PutOutcome>> &done,
                const Services &services,
                const Request &request,
                const ReplyPtr &reply)
{
    whenDone(done, services.registry, [request, reply](const Result<PutOutcome> &outcome) {
        if (!outcome) {
            reply->fail(outcome.error());
            return;
        }
        Response response = resourceResponse(outcome->resource, outcome->created ? 201 : 200);
        response.headers.append(asyncHeaders(request, outcome->operation));
        reply->send(response);
    });
}

/** Delete or Detach must be said, as on Azure; there is nothing to detach here. */
std::optional<Error> underlyingActionFault(const Request &request)
{
    const QString action = queryValue(request, "underlyingResourceAction"_L1);
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
    const auto size = pageSizeOf(request);
    if (!size) {
        reply->fail(size.error());
        return;
    }
    const auto start = pageStartOf(request);
    if (!start) {
        reply->fail(start.error());
        return;
    }
    const ChangeLog *changes = services.registry->changes();
    const ChangeLog::Page page = changes->page(*start, *size);
    QJsonArray value;
    for (const QJsonObject &resource : page.resources) {
        value.append(resource);
    }
    QJsonObject body{{u"value"_s, value}, {u"sequence"_s, changes->sequence()}};
    if (!page.last.isEmpty()) {
        body.insert(u"nextLink"_s, nextLinkOf(request, *size, page.last));
    }
    reply->send({.body = body});
}

void getCompute(const Services &services, const Request &request, const ReplyPtr &reply)
{
    const QString name = request.parameters.value(u"name"_s);
    const auto resource = services.registry->changes()->find(name);
    if (!resource) {
        reply->fail(noSuchInstance(name));
        return;
    }
    const Response response = resourceResponse(*resource);
    const QByteArray tag = response.headers.constLast().second;
    if (isKnown(conditionsOf(request), tag)) {
        reply->send({.status = 304, .headers = {{"ETag", tag}}});
    } else {
        reply->send(response);
    }
}

void putCompute(const Services &services, const Request &request, const ReplyPtr &reply)
{
    const QString name = request.parameters.value(u"name"_s);
    answerWith(services.registry->put(name, request.json, conditionsOf(request)),
               services,
               request,
               reply);
}

void patchCompute(const Services &services, const Request &request, const ReplyPtr &reply)
{
    const QString name = request.parameters.value(u"name"_s);
    answerWith(services.registry->patch(name, request.json, conditionsOf(request)),
               services,
               request,
               reply);
}

void deleteCompute(const Services &services, const Request &request, const ReplyPtr &reply)
{
    if (const auto fault = underlyingActionFault(request)) {
        reply->fail(*fault);
        return;
    }
    const auto done = services.registry->remove(request.parameters.value(u"name"_s),
                                                conditionsOf(request));
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
