// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
// …/studioKeys and …/studioKeys/{id}: the studios' own public keys, for every instance.
#include "backend/core/async.h"
#include "backend/server/handlers.h"
#include "backend/server/services.h"

#include <QCoreApplication>
#include <QJsonArray>
#include <QRegularExpression>

namespace Atelier::Server {

using namespace Qt::StringLiterals;

namespace {

QJsonObject studioKeyBody(const Store::StudioKeyRow &row)
{
    return {{u"id"_s, row.id}, {u"publicKey"_s, row.publicKey}};
}

} // namespace

void listStudioKeys(const Services &services, const Request & /*request*/, const ReplyPtr &reply)
{
    QJsonArray keys;
    for (const Store::StudioKeyRow &row : services.registry->studioKeys().rows()) {
        keys.append(studioKeyBody(row));
    }
    reply->send({.body = {{u"value"_s, keys}}});
}

void getStudioKey(const Services &services, const Request &request, const ReplyPtr &reply)
{
    const QString id = request.parameters.value(u"id"_s);
    if (const auto row = services.registry->studioKeys().find(id)) {
        reply->send({.body = studioKeyBody(*row)});
        return;
    }
    reply->fail(
        {.code = Error::Code::NotFound,
         .message = QCoreApplication::translate("StudioKeys", "No key is named “%1”.").arg(id),
         .target = id,
         .serviceCode = u"ResourceNotFound"_s});
}

void deleteStudioKey(const Services &services, const Request &request, const ReplyPtr &reply)
{
    whenDone(services.registry->studioKeys().remove(request.parameters.value(u"id"_s)),
             services.registry,
             [reply](const Result<bool> &removed) {
                 if (removed) {
                     reply->send({.status = *removed ? 200 : 204});
                 } else {
                     reply->fail(removed.error());
                 }
             });
}

void putStudioKey(const Services &services, const Request &request, const ReplyPtr &reply)
{
    static const QRegularExpression valid(u"\\A[A-Za-z0-9][A-Za-z0-9._-]{0,99}\\z"_s);
    const QString id = request.parameters.value(u"id"_s);
    if (!valid.match(id).hasMatch()) {
        reply->fail(
            {.code = Error::Code::InvalidArgument,
             .message = QCoreApplication::translate(
                            "StudioKeys",
                            "“%1” can't name a key: up to 100 letters, digits, dots, dashes and "
                            "underscores can.")
                            .arg(id),
             .target = u"id"_s});
        return;
    }
    const QString key = request.json.value("publicKey"_L1).toString();
    whenDone(services.registry->studioKeys().put(id, key),
             services.registry,
             [reply, id, key](const Result<void> &registered) {
                 if (registered) {
                     reply->send({.body = studioKeyBody({.id = id, .publicKey = key.trimmed()})});
                 } else {
                     reply->fail(registered.error());
                 }
             });
}

} // namespace Atelier::Server
