// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

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
    explicit Connection(QObject *parent = nullptr);

    /** The parser has handed the request on: time does not count until it is answered. */
    void requestTaken();
    /** The answer is written: the next request may come, unless the client wanted to close. */
    void requestAnswered();
    [[nodiscard]] bool closesAfterAnswer() const;

private:
    enum class Phase { Reading, Handling, Refused };

    void inspect();
    void refuse(int status, const QString &reason);

    RequestGuard m_guard;
    QTimer m_deadline;
    Phase m_phase = Phase::Reading;
};

/** The text of a status: "Not Found". */
[[nodiscard]] QByteArray reasonPhrase(int status);

} // namespace Atelier::Server
