// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QByteArrayView>
#include <QString>

namespace Atelier::Server {

/** Limits of one request. */
inline constexpr qsizetype largestHeader = 16 * 1024;
inline constexpr qint64 largestBody = 1024 * 1024;

/**
 * Watches the bytes of a connection before the parser sees them, and refuses what a parser must not
 * be asked to guess: a header that is too large or malformed, no Host or several, a Content-Length
 * that is no number or comes twice, Transfer-Encoding, a body that is too large, an absolute
 * target.
 */
class RequestGuard final
{
public:
    enum class Verdict { NeedMore, Complete, Refused };

    /** Takes the next bytes; those behind a complete request belong to the next one. */
    [[nodiscard]] Verdict feed(QByteArrayView bytes);
    /** Ready for the next request of the same connection. */
    void reset();

    [[nodiscard]] bool isEmpty() const; ///< not one byte of a request has come
    [[nodiscard]] bool wantsClose() const;
    // Of a refusal.
    [[nodiscard]] int status() const;
    [[nodiscard]] QString reason() const;

private:
    Verdict refuse(int status, const QString &reason);
    Verdict readHead();
    Verdict readRequestLine(QByteArrayView line);
    Verdict readField(QByteArrayView line);
    Verdict readLength(const QByteArray &value);

    QByteArray m_head;
    bool m_headDone = false;
    int m_hosts = 0;
    qint64 m_length = -1;
    qint64 m_bodyLeft = 0;
    bool m_encoded = false;
    bool m_close = false;
    int m_status = 0;
    QString m_reason;
};

} // namespace Atelier::Server
