// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/notebook/kernels.h"

#include "backend/notebook/mapped.h"
#include "backend/notebook/serverrequest.h"
#include "backend/ssh/connection.h"

#include <QCoreApplication>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

namespace Atelier::Notebook {

namespace {

Result<QList<Kernel>> kernelsFrom(const QByteArray &body)
{
    const QJsonDocument document = QJsonDocument::fromJson(body);
    if (!document.isArray()) {
        return failure({.code = Error::Code::Protocol,
                        .message = QCoreApplication::translate(
                            "Notebook", "JupyterLab's list of kernels could not be read.")});
    }
    QList<Kernel> kernels;
    const QJsonArray entries = document.array();
    for (const auto &entry : entries) {
        const QJsonObject session = entry.toObject();
        const QJsonObject kernel = session.value(QLatin1StringView("kernel")).toObject();
        const QString path = session.value(QLatin1StringView("path")).toString();
        const QString name = session.value(QLatin1StringView("name")).toString();
        kernels.append(
            {.name = name.isEmpty() ? path.section(u'/', -1) : name,
             .path = path,
             .state = kernel.value(QLatin1StringView("execution_state")).toString(),
             .lastActivity = QDateTime::fromString(
                 kernel.value(QLatin1StringView("last_activity")).toString(), Qt::ISODateWithMs)});
    }
    return kernels;
}

} // namespace

QFuture<Result<QList<Kernel>>> listKernels(Ssh::Connection *session)
{
    auto promise = std::make_shared<QPromise<Result<QList<Kernel>>>>();
    promise->start();
    const auto finish = [promise](const Result<QList<Kernel>> &kernels) {
        promise->addResult(kernels);
        promise->finish();
    };
    whenDone(findServer(session), session, [session, finish](const Result<ServerInfo> &server) {
        if (!server) {
            finish(server.error().code == Error::Code::NotFound
                       ? Result<QList<Kernel>>(QList<Kernel>())
                       : failure(server.error()));
            return;
        }
        whenDone(request(session, *server, {.path = "/api/sessions?no_track_activity=1"}),
                 session,
                 [finish](const Result<HttpResponse> &response) {
                     if (response) {
                         finish(kernelsFrom(response->body));
                         return;
                     }
                     // A runtime file whose server is gone: nothing listens, so nothing runs.
                     const bool gone = response.error().code == Error::Code::ChannelRefused
                                       || response.error().code == Error::Code::ForwardingRefused;
                     finish(gone ? Result<QList<Kernel>>(QList<Kernel>())
                                 : failure(response.error()));
                 });
    });
    return promise->future();
}

} // namespace Atelier::Notebook
