// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backend/server/borderlimits.h"
#include "backend/server/requestguard.h"

#include <QPointer>
#include <QTcpSocket>
#include <QTimer>

namespace Atelier::Server {

/**
 * One accepted connection: its socket, the guard that sees each byte before the parser does, and
 * the time that a request or an idle connection may take.
 */
class Connection final : public QTcpSocket
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(Connection)

public:
    explicit Connection(const BorderLimits &limits, QObject *parent = nullptr);

    /** The parser has handed on a request with a body of that size: time does not count until it is
     * answered. False when the guard has seen another request; the client is refused then. */
    [[nodiscard]] bool requestTaken(qsizetype bodySize);
    /** The answer is written: the next request may come, unless the client wanted to close. */
    void requestAnswered();
    [[nodiscard]] bool closesAfterAnswer() const;
    /** The request that is being handled, as it came. */
    [[nodiscard]] const RequestGuard &request() const;

private:
    enum class Phase { Reading, Handling, HangingUp };

    void inspect();
    void discard();
    void giveUp();
    void refuse(int status, const QString &reason);
    void hangUp();
    void closeWhenWritten();

    BorderLimits m_limits;
    RequestGuard m_guard;
    QTimer m_deadline;
    Phase m_phase = Phase::Reading;
};

} // namespace Atelier::Server
