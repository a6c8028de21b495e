// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QHash>
#include <QJsonObject>
#include <QTcpSocket>

#include <optional>

namespace Atelier::Test {

/** One HTTP answer, taken apart. */
struct RawAnswer
{
    int status = 0;
    QHash<QByteArray, QByteArray> headers = {}; ///< names in lower case
    QByteArray body = {};

    [[nodiscard]] QJsonObject error() const; ///< of the error envelope
};

/** A client that sends what it is told to, letter by letter, and knows nothing of HTTP's rules.
 * Waiting returns to the event loop, so that the server may live in the same thread. */
class RawClient final
{
public:
    explicit RawClient(quint16 port);

    void send(const QByteArray &bytes);
    /** Reads no further than this many bytes from now on. */
    void stall(qint64 bytes = 1024);

    /** The next whole answer; status 0 when the server closed without one. */
    [[nodiscard]] RawAnswer answer();
    /** Everything that has come and was not taken by answer(). */
    [[nodiscard]] const QByteArray &received();
    [[nodiscard]] bool closes(); ///< the server closes, in a while
    [[nodiscard]] bool isOpen() const;

private:
    [[nodiscard]] std::optional<RawAnswer> taken();

    QTcpSocket m_socket;
    QByteArray m_received;
};

/** Sends @p bytes on a connection of their own. */
[[nodiscard]] RawAnswer answerTo(quint16 port, const QByteArray &bytes);

} // namespace Atelier::Test
