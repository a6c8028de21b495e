// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backend/server/connection.h"
#include "backend/server/exchange.h"

#include <QHttpServerResponder>
#include <QPointer>

#include <optional>

namespace Atelier::Server {

/**
 * Writes an answer to a connection. The parser's responder writes nothing: it is held to tell the
 * parser when the next request may be read.
 */
class HttpReply final : public Reply
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(HttpReply)

public:
    HttpReply(Connection *connection, QHttpServerResponder responder, bool headOnly);
    ~HttpReply() override;

    void send(const Response &response) override;
    void begin(const QByteArray &contentType) override;
    [[nodiscard]] bool write(const QByteArray &chunk) override;
    void end() override;
    [[nodiscard]] qint64 pending() const override;

    /** The handler has returned. Whoever answered at once has the parser's responder given back:
     * the parser counts a request as handled when it is destroyed, and must not be told before it
     * has returned from handing the request on (it would listen to the socket once more each time).
     */
    void leaveHandler(QHttpServerResponder *responder);

private:
    enum class Phase { Waiting, Streaming, Done };

    void finish();
    void leave();
    void releaseParser();

    QPointer<Connection> m_connection;
    std::optional<QHttpServerResponder> m_responder;
    bool m_headOnly;
    bool m_inHandler = true;
    Phase m_phase = Phase::Waiting;
};

} // namespace Atelier::Server
