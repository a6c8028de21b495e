// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/client/endpoint.h"

#include <QCoreApplication>
#include <QFile>
#include <QJsonDocument>
#include <QJsonObject>

namespace Atelier::Client {

namespace {

constexpr qint64 maximumSize = 64 * 1024;

Error unusable(const QString &detail)
{
    return {.code = Error::Code::Protocol,
            .message = QCoreApplication::translate(
                "Atelier::Client::Endpoint",
                "The note on where Atelier's background service answers is damaged."),
            .detail = detail};
}

} // namespace

Result<Endpoint> readEndpoint(const QString &file)
{
    QFile input(file);
    if (!input.exists()) {
        return failure(
            {.code = Error::Code::NotFound,
             .message = QCoreApplication::translate("Atelier::Client::Endpoint",
                                                    "Atelier's background service does not run."),
             .detail = file});
    }
    if (!input.open(QIODevice::ReadOnly)) {
        return failure({.code = Error::Code::PermissionDenied,
                        .message = QCoreApplication::translate("Atelier::Client::Endpoint",
                                                               "“%1” can't be read.")
                                       .arg(file),
                        .detail = input.errorString()});
    }
    const QByteArray text = input.read(maximumSize);
    QJsonParseError parse;
    const QJsonObject json = QJsonDocument::fromJson(text, &parse).object();
    if (parse.error != QJsonParseError::NoError) {
        return failure(unusable(file + u": " + parse.errorString()));
    }
    Endpoint endpoint{.url = QUrl(json.value(u"url").toString(), QUrl::StrictMode),
                      .token = json.value(u"token").toString(),
                      .protocol = json.value(u"protocol").toInt(),
                      .pid = json.value(u"pid").toInteger(),
                      .version = json.value(u"version").toString()};
    const bool http = endpoint.url.scheme() == u"http" || endpoint.url.scheme() == u"https";
    if (!http || endpoint.url.host().isEmpty() || endpoint.token.isEmpty()) {
        return failure(unusable(file + u": url or token missing"));
    }
    return endpoint;
}

} // namespace Atelier::Client
