// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backend/client/endpoint.h"
#include "backend/core/result.h"

#include <QFuture>
#include <QJsonObject>
#include <QNetworkAccessManager>
#include <QObject>
#include <QUrlQuery>

#include <chrono>

class QNetworkReply;
class QNetworkRequest;

namespace Atelier::Client {

/** A successful answer (2xx). */
struct Response
{
    int status = 0;
    QJsonObject body = {};
    QUrl operation = {}; ///< Azure-AsyncOperation, else Location, resolved; empty when neither came
    std::chrono::milliseconds retryAfter{2000};
};

enum class Verb { Get, Put, Post, Delete };

/**
 * Sends requests of the dialect to one control plane: token in the Authorization header only,
 * api-version on every path, answers bounded in size and time, errors read from the envelope.
 * Never follows a redirect and never sends the token to another origin, nor to another user of this
 * computer. Lives in the GUI thread.
 */
class Requests final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(Requests)

public:
    explicit Requests(QObject *parent = nullptr);

    void setEndpoint(const Endpoint &endpoint);
    /** How long an answer may be silent; 30 s unless told. */
    void setTimeout(std::chrono::milliseconds timeout);
    [[nodiscard]] const Endpoint &endpoint() const;

    [[nodiscard]] QFuture<Result<Response>> send(Verb verb,
                                                 const QString &path,
                                                 const QJsonObject &body = {},
                                                 const QUrlQuery &extra = {});
    /** GET of an absolute address that the server gave; refused when it is of another origin. */
    [[nodiscard]] QFuture<Result<Response>> get(const QUrl &url);
    /** An answer without end; the caller reads it as it comes and owns it through deleteLater(). */
    [[nodiscard]] QNetworkReply *openStream(const QString &path, const QUrlQuery &extra);

    /** What went wrong with a finished @p reply whose body is @p body. */
    [[nodiscard]] static Error errorOf(QNetworkReply *reply, const QByteArray &body);
    [[nodiscard]] static int statusOf(const QNetworkReply *reply);

private:
    [[nodiscard]] QUrl urlFor(const QString &path, const QUrlQuery &extra) const;
    [[nodiscard]] QNetworkRequest requestFor(const QUrl &url) const;
    [[nodiscard]] QNetworkReply *start(Verb verb,
                                       const QNetworkRequest &request,
                                       const QByteArray &content = {});
    [[nodiscard]] QFuture<Result<Response>> receive(QNetworkReply *reply);

    QNetworkAccessManager m_network;
    Endpoint m_endpoint;
    std::chrono::milliseconds m_timeout{30'000};
};

} // namespace Atelier::Client
