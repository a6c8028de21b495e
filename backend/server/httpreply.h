// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backend/server/connection.h"
#include "backend/server/exchange.h"

#include <QHttpServerResponder>
#include <QPointer>

#include <optional>

namespace Atelier::Server {

/** A reader that has more than this pending is cut; it resumes by sequence number. */
inline constexpr qint64 mostPending = 1024 * 1024;

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

private:
    enum class Phase { Waiting, Streaming, Done };

    void finish();
    void leave();

    QPointer<Connection> m_connection;
    std::optional<QHttpServerResponder> m_responder;
    bool m_headOnly;
    Phase m_phase = Phase::Waiting;
};

} // namespace Atelier::Server
