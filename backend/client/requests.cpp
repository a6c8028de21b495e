// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/client/requests.h"

#include "backend/arm/errorenvelope.h"
#include "backend/arm/resourcepaths.h"
#include "backend/client/answerer.h"
#include "backend/client/refusedreply.h"

#include <QHttp1Configuration>
#include <QJsonDocument>
#include <QNetworkProxy>
#include <QNetworkReply>
#include <QNetworkRequest>
#include <QPromise>

#include <algorithm>
#include <memory>

namespace Atelier::Client {

namespace {

using namespace std::chrono_literals;

constexpr qsizetype maximumAnswer = 16 * 1024 * 1024;
// The change stream and creation logs hold connections open, so Qt's default of six is too few.
constexpr qsizetype connectionsPerHost = 32;
constexpr int tooManyRequests = 429;
constexpr int okClass = 2;

/** What has arrived of one answer. */
struct Arriving
{
    QPromise<Result<Response>> promise;
    QByteArray body;
    bool tooLarge = false;
};

std::chrono::milliseconds retryAfterOf(const QNetworkReply *reply)
{
    bool isNumber = false;
    const int seconds = reply->rawHeader("Retry-After").trimmed().toInt(&isNumber);
    return std::chrono::seconds(isNumber ? std::clamp(seconds, 1, 60) : 2);
}

QUrl operationOf(const QNetworkReply *reply)
{
    for (const char *header : {"Azure-AsyncOperation", "Location"}) {
        const QByteArray value = reply->rawHeader(header).trimmed();
        if (!value.isEmpty()) {
            return reply->url().resolved(QUrl::fromEncoded(value));
        }
    }
    return {};
}

bool sameOrigin(const QUrl &left, const QUrl &right)
{
    return left.scheme() == right.scheme() && left.host() == right.host()
           && left.port() == right.port() && left.userInfo().isEmpty();
}

Error badAnswer(const QString &detail)
{
    return {.code = Error::Code::Protocol,
            .message = Requests::tr("Atelier's background service gave an answer that can't be "
                                    "understood."),
            .detail = detail};
}

Result<Response> responseOf(QNetworkReply *reply, const Arriving &arrived)
{
    if (arrived.tooLarge) {
        return failure(badAnswer(reply->url().path() + u": more than "
                                 + QString::number(maximumAnswer) + u" bytes"));
    }
    const int status = Requests::statusOf(reply);
    if (reply->error() != QNetworkReply::NoError || status / 100 != okClass) {
        return failure(Requests::errorOf(reply, arrived.body));
    }
    Response response{
        .status = status, .operation = operationOf(reply), .retryAfter = retryAfterOf(reply)};
    if (!arrived.body.trimmed().isEmpty()) {
        QJsonParseError parse;
        const QJsonDocument json = QJsonDocument::fromJson(arrived.body, &parse);
        if (!json.isObject()) {
            return failure(badAnswer(reply->url().path() + u": " + parse.errorString()));
        }
        response.body = json.object();
    }
    return response;
}

} // namespace

Requests::Requests(QObject *parent)
    : QObject(parent)
{
    m_network.setAutoDeleteReplies(false);
}

void Requests::setEndpoint(const Endpoint &endpoint)
{
    m_endpoint = endpoint;
    // A proxy of the desktop can't reach this computer's own loopback address.
    m_network.setProxy(isOnThisComputer(endpoint.url) ? QNetworkProxy(QNetworkProxy::NoProxy)
                                                      : QNetworkProxy(QNetworkProxy::DefaultProxy));
}

void Requests::setTimeout(std::chrono::milliseconds timeout)
{
    m_timeout = timeout;
}

const Endpoint &Requests::endpoint() const
{
    return m_endpoint;
}

QUrl Requests::urlFor(const QString &path, const QUrlQuery &extra) const
{
    QUrl url = m_endpoint.url;
    QString prefix = url.path(QUrl::FullyEncoded);
    while (prefix.endsWith(u'/')) {
        prefix.chop(1);
    }
    url.setPath(prefix + path, QUrl::StrictMode);
    QUrlQuery query = extra;
    query.addQueryItem(QStringLiteral("api-version"), QString::fromLatin1(Arm::apiVersion));
    url.setQuery(query);
    return url;
}

QNetworkRequest Requests::requestFor(const QUrl &url) const
{
    QNetworkRequest request(url);
    if (!m_endpoint.token.isEmpty()) {
        request.setRawHeader("Authorization", "Bearer " + m_endpoint.token.toLatin1());
    }
    request.setRawHeader("Accept", "application/json");
    request.setRawHeader("Accept-Encoding", "identity");
    request.setHeader(QNetworkRequest::ContentTypeHeader, QByteArrayLiteral("application/json"));
    request.setAttribute(QNetworkRequest::RedirectPolicyAttribute,
                         QNetworkRequest::ManualRedirectPolicy);
    request.setAttribute(QNetworkRequest::Http2AllowedAttribute, false);
    request.setAttribute(QNetworkRequest::CacheLoadControlAttribute,
                         QNetworkRequest::AlwaysNetwork);
    QHttp1Configuration connections;
    connections.setNumberOfConnectionsPerHost(connectionsPerHost);
    request.setHttp1Configuration(connections);
    request.setTransferTimeout(m_timeout);
    return request;
}

QFuture<Result<Response>> Requests::send(Verb verb,
                                         const QString &path,
                                         const QJsonObject &body,
                                         const QUrlQuery &extra)
{
    const QByteArray content = body.isEmpty() ? QByteArray()
                                              : QJsonDocument(body).toJson(QJsonDocument::Compact);
    return receive(start(verb, requestFor(urlFor(path, extra)), content));
}

QNetworkReply *Requests::start(Verb verb, const QNetworkRequest &request, const QByteArray &content)
{
    // The port of a control plane that died may be another user's by now: at every request, because
    // each may open a new connection.
    if (request.hasRawHeader("Authorization")) {
        if (const Result<void> checked = checkAnswerer(request.url()); !checked) {
            return new RefusedReply(request, checked.error(), this);
        }
    }
    switch (verb) {
    case Verb::Put:
        return m_network.put(request, content);
    case Verb::Post:
        return m_network.post(request, content);
    case Verb::Delete:
        return m_network.deleteResource(request);
    case Verb::Get:
        break;
    }
    return m_network.get(request);
}

QFuture<Result<Response>> Requests::get(const QUrl &url)
{
    if (!sameOrigin(url, m_endpoint.url)) {
        return QtFuture::makeReadyValueFuture(Result<Response>(
            failure(badAnswer(QStringLiteral("address of another origin: ") + url.toString()))));
    }
    return receive(start(Verb::Get, requestFor(url)));
}

QNetworkReply *Requests::openStream(const QString &path, const QUrlQuery &extra)
{
    QNetworkRequest request = requestFor(urlFor(path, extra));
    request.setTransferTimeout(0ms);
    return start(Verb::Get, request);
}

QFuture<Result<Response>> Requests::receive(QNetworkReply *reply)
{
    // Held by the connections: when the reply is destroyed early, the future ends as cancelled.
    auto arriving = std::make_shared<Arriving>();
    arriving->promise.start();
    auto future = arriving->promise.future();
    connect(reply, &QNetworkReply::readyRead, reply, [reply, arriving] {
        arriving->body += reply->readAll();
        if (arriving->body.size() > maximumAnswer) {
            arriving->tooLarge = true;
            arriving->body.clear();
            reply->abort();
        }
    });
    connect(reply, &QNetworkReply::finished, reply, [reply, arriving] {
        reply->deleteLater();
        arriving->promise.addResult(responseOf(reply, *arriving));
        arriving->promise.finish();
    });
    return future;
}

int Requests::statusOf(const QNetworkReply *reply)
{
    return reply->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt();
}

Error Requests::errorOf(QNetworkReply *reply, const QByteArray &body)
{
    if (const auto *refused = qobject_cast<const RefusedReply *>(reply)) {
        return refused->refusal();
    }
    const int status = statusOf(reply);
    if (status >= 400) {
        Error error = Arm::errorFromEnvelope(status, body);
        if (status == tooManyRequests) {
            error.code = Error::Code::Unavailable;
        }
        return error;
    }
    if (status >= 300) {
        return badAnswer(QStringLiteral("redirect, status ") + QString::number(status));
    }
    switch (reply->error()) {
    case QNetworkReply::OperationCanceledError: // only our own time-out aborts without a caller
    case QNetworkReply::TimeoutError:
        return {.code = Error::Code::TimedOut,
                .message = tr("Atelier's background service did not answer in time."),
                .detail = reply->url().path()};
    case QNetworkReply::ProtocolFailure:
    case QNetworkReply::ProtocolUnknownError:
    case QNetworkReply::ProtocolInvalidOperationError:
        return badAnswer(reply->errorString());
    default:
        return {.code = Error::Code::Unreachable,
                .message = tr("Atelier's background service does not answer."),
                .detail = reply->errorString()};
    }
}

} // namespace Atelier::Client
