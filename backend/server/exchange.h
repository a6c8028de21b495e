// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backend/core/error.h"

#include <QByteArray>
#include <QHash>
#include <QHttpHeaders>
#include <QJsonObject>
#include <QList>
#include <QObject>
#include <QString>
#include <QUrlQuery>

#include <memory>
#include <utility>

namespace Atelier::Server {

/** One HTTP request, as far as a handler wants to know of it. */
struct Request
{
    QByteArray verb = {}; ///< "GET"; HEAD is routed as GET
    QByteArray path = {}; ///< as it came, percent-encoded
    QUrlQuery query = {};
    QHttpHeaders headers = {};
    QByteArray body = {};
    QJsonObject json = {};                   ///< the body, once the guards have let it pass
    QHash<QString, QString> parameters = {}; ///< of the route: {name} -> decoded segment
    QString base = {}; ///< "http://127.0.0.1:4242", for absolute addresses in answers
};

struct Response
{
    int status = 200;
    QJsonObject body = {}; ///< empty: an answer without a body
    QList<std::pair<QByteArray, QByteArray>> headers = {};
    QByteArray text = {}; ///< instead of body, with a Content-Type among the headers
};

/**
 * Where the answer to one request goes: either one send(), or begin(), write()…, end().
 *
 * A reply that is dropped without an answer answers 500. Lives in the daemon's main thread.
 */
class Reply : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(Reply)

public:
    using QObject::QObject;

    virtual void send(const Response &response) = 0;

    /** Starts a stream of chunks. */
    virtual void begin(const QByteArray &contentType) = 0;
    /** False when the reader is gone, or was cut because too much is pending. */
    [[nodiscard]] virtual bool write(const QByteArray &chunk) = 0;
    virtual void end() = 0;
    /** Bytes of the stream that the reader has not taken yet. Whoever has much to write waits for
     * drained(). */
    [[nodiscard]] virtual qint64 pending() const = 0;

    /** What every answer to this request carries, refusals included. */
    void setStandingHeaders(QList<std::pair<QByteArray, QByteArray>> headers);

    /** The error envelope, with the status of the one table (or @p status). */
    void fail(const Error &error,
              int status = 0,
              const QList<std::pair<QByteArray, QByteArray>> &headers = {});

Q_SIGNALS:
    /** The client has gone; nothing more can be written. */
    void closed();
    /** Nothing of the stream is pending any more. */
    void drained();

protected:
    [[nodiscard]] const QList<std::pair<QByteArray, QByteArray>> &standingHeaders() const;

private:
    QList<std::pair<QByteArray, QByteArray>> m_standingHeaders;
};

using ReplyPtr = std::shared_ptr<Reply>;

} // namespace Atelier::Server
