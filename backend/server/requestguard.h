// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backend/server/borderlimits.h"

#include <QByteArray>
#include <QByteArrayView>
#include <QSet>
#include <QString>

namespace Atelier::Server {

/**
 * Watches the bytes of a connection before the parser sees them, and refuses what a parser must not
 * be asked to guess: a header that is too large or malformed, no Host or several, a Content-Length
 * that is no number or comes twice, Transfer-Encoding, a body that is too large, a target that is
 * not a path. The parser is more lenient than the standard, so what it would take for the end of a
 * line or of the header must never get past here.
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
    [[nodiscard]] bool isComplete() const;
    [[nodiscard]] bool wantsClose() const;
    // Of a complete request.
    [[nodiscard]] const QByteArray &verb() const;
    [[nodiscard]] const QByteArray &target() const;
    [[nodiscard]] qint64 bodySize() const;
    // Of a refusal.
    [[nodiscard]] int status() const;
    [[nodiscard]] QString reason() const;

private:
    Verdict refuse(int status, const QString &reason);
    Verdict refuseAsMalformed();
    Verdict takeHead(QByteArrayView bytes);
    Verdict readHead();
    Verdict readRequestLine(QByteArrayView line);
    Verdict readField(QByteArrayView line);
    Verdict readLength(const QByteArray &value);

    QByteArray m_head;
    bool m_headDone = false;
    QByteArray m_verb;
    QByteArray m_target;
    QSet<QByteArray> m_names; ///< of the fields, in lower case
    int m_fields = 0;
    qint64 m_length = -1;
    qint64 m_bodyLeft = 0;
    bool m_encoded = false;
    bool m_close = false;
    int m_status = 0;
    QString m_reason;
};

} // namespace Atelier::Server
