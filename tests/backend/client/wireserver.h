// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QHash>
#include <QJsonObject>
#include <QList>
#include <QObject>
#include <QPointer>
#include <QTcpServer>
#include <QTcpSocket>

#include <functional>

namespace Atelier {

/** One request as it came over the wire. */
struct WireRequest
{
    QByteArray verb = {};
    QByteArray path = {}; ///< without the query
    QByteArray query = {};
    QHash<QByteArray, QByteArray> headers = {}; ///< names in lower case
    QByteArray body = {};
};

/**
 * An HTTP server that answers with the bytes it is told, for faults that a real control plane
 * can't be made to show. Answers are chosen by verb and path; a path without one is left hanging.
 */
class WireServer final : public QObject
{
    Q_OBJECT

public:
    using Answer = std::function<void(const WireRequest &, QTcpSocket *)>;

    WireServer();

    void listen(quint16 port = 0);
    /** Stops listening and cuts every connection. */
    void vanish();
    /** Cuts every connection and goes on listening; @p politely closes instead of resetting. */
    void cut(bool politely = false);
    [[nodiscard]] quint16 port() const;

    void answer(const QByteArray &verb, const QByteArray &path, const Answer &answer);
    void answerJson(const QByteArray &verb, const QByteArray &path, const QJsonObject &json);
    /** Accepts a chunked stream and keeps it open. */
    void answerStream(const QByteArray &path);
    /** Sends one chunk to every open stream. */
    void push(const QByteArray &data);
    void endStreams();

    [[nodiscard]] QList<WireRequest> requestsFor(const QByteArray &path) const;
    [[nodiscard]] int openStreams() const;

    static void send(QTcpSocket *socket,
                     const QByteArray &status,
                     const QByteArray &body,
                     const QByteArray &headers = {});

Q_SIGNALS:
    void requested();

private:
    void read(QTcpSocket *socket);

    QHash<QByteArray, Answer> m_answers;
    QHash<QTcpSocket *, QByteArray> m_pending;
    QList<WireRequest> m_requests;
    QList<QPointer<QTcpSocket>> m_sockets;
    QList<QPointer<QTcpSocket>> m_streams;
    QTcpServer m_server; // last: its sockets go first and still tell this object
};

} // namespace Atelier
