// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/server/guards.h"

#include "backend/server/jsonbody.h"

#include <QCoreApplication>
#include <QCryptographicHash>

#include <algorithm>

namespace Atelier::Server {

namespace {

using namespace Qt::StringLiterals;

bool sameInConstantTime(const QByteArray &left, const QByteArray &right)
{
    if (left.size() != right.size()) {
        return false; // both are digests: their length is no secret
    }
    unsigned difference = 0;
    for (qsizetype index = 0; index < left.size(); ++index) {
        difference |= static_cast<unsigned>(static_cast<uchar>(left.at(index))
                                            ^ static_cast<uchar>(right.at(index)));
    }
    return difference == 0;
}

} // namespace

std::optional<Refusal> hostRefusal(const Request &request, quint16 port)
{
    const QByteArray number = QByteArray::number(port);
    const QByteArray host = request.headers.value("host").toByteArray().toLower();
    const bool ours = host == "127.0.0.1:" + number || host == "localhost:" + number;
    if (!ours || request.headers.contains("origin")) {
        return Refusal{
            .error = {.code = Error::Code::PermissionDenied,
                      .message = QCoreApplication::translate(
                          "Guards", "This server answers only to programs on this computer."),
                      .serviceCode = u"HostNotAllowed"_s}};
    }
    return {};
}

std::optional<Refusal> tokenRefusal(const Request &request, const QList<QByteArray> &hashes)
{
    const QByteArray value = request.headers.value("authorization").toByteArray();
    const QByteArray token = value.left(7).toLower() == "bearer " ? value.mid(7).trimmed()
                                                                  : QByteArray();
    // Digests are compared, so that the time tells nothing about the token, its length included.
    const QByteArray digest = QCryptographicHash::hash(token, QCryptographicHash::Sha256);
    bool known = false;
    for (const QByteArray &hash : hashes) {
        known = sameInConstantTime(digest, hash) || known;
    }
    if (known && !token.isEmpty()) {
        return {};
    }
    return Refusal{
        .error = {.code = Error::Code::Unauthorized,
                  .message = QCoreApplication::translate(
                      "Guards", "The access token is missing or is not the one of this server.")},
        .headers = {{"WWW-Authenticate", "Bearer"}}};
}

std::optional<Refusal> workspaceRefusal(const Request &request)
{
    const QList<std::pair<QString, QString>> ours{
        {u"subscription"_s, u"00000000-0000-0000-0000-000000000000"_s},
        {u"group"_s, u"local"_s},
        {u"workspace"_s, u"default"_s},
        {u"location"_s, u"local"_s},
    };
    for (const auto &[parameter, value] : ours) {
        const QString given = request.parameters.value(parameter, value);
        if (given.compare(value, Qt::CaseInsensitive) != 0) {
            return Refusal{
                .error = {.code = Error::Code::NotFound,
                          .message = QCoreApplication::translate(
                                         "Guards",
                                         "“%1” is not here: this computer has the workspace “%2”.")
                                         .arg(given, u"default"_s),
                          .target = parameter,
                          .serviceCode = u"ResourceNotFound"_s}};
        }
    }
    return {};
}

std::optional<Refusal> bodyRefusal(Request *request)
{
    if (request->body.isEmpty()) {
        return {};
    }
    const QByteArray type = request->headers.value("content-type").toByteArray().toLower();
    if (type.split(';').constFirst().trimmed() != "application/json") {
        return Refusal{
            .error = {.code = Error::Code::InvalidArgument,
                      .message = QCoreApplication::translate(
                          "Guards", "The request's body must be of the type “application/json”."),
                      .serviceCode = u"UnsupportedMediaType"_s},
            .status = 415};
    }
    auto json = jsonBodyFrom(request->body);
    if (!json) {
        return Refusal{.error = json.error()};
    }
    request->json = *std::move(json);
    return {};
}

} // namespace Atelier::Server
