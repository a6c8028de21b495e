// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
// PUT …/studioKeys/{id}: registers a studio's own public key, for every instance.
#include "backend/core/async.h"
#include "backend/server/handlers.h"
#include "backend/server/services.h"

#include <QCoreApplication>
#include <QRegularExpression>

namespace Atelier::Server {

using namespace Qt::StringLiterals;

void putStudioKey(const Services &services, const Request &request, const ReplyPtr &reply)
{
    static const QRegularExpression valid(u"^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$"_s);
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
    whenDone(services.registry->registerStudioKey(id, key),
             services.registry,
             [reply, id, key](const Result<void> &registered) {
                 if (registered) {
                     reply->send({.body = {{u"id"_s, id}, {u"publicKey"_s, key.trimmed()}}});
                 } else {
                     reply->fail(registered.error());
                 }
             });
}

} // namespace Atelier::Server
