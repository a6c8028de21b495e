// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backend/ssh/connection.h"

#include <QByteArray>

#include <functional>

namespace Atelier::Test {

/** Bytes in which every run of a few is met only once: a piece that is lost, repeated or moved
 * shows. The same for the same @p size. */
[[nodiscard]] QByteArray unlikeBytes(qsizetype size);

/**
 * Everything that a connection is used for, one step after the other, each result compared with
 * what it must be. Runs in the test's thread with its event loop going on; ends always.
 */
class FaultScript final
{
public:
    /** Called with a step's name when it has been done. */
    using Mark = std::function<void(const char *step)>;

    /** Moves @p size bytes up and down. @p tunnelPort leads to an echo; 0: no tunnel is tried. */
    FaultScript(Ssh::Connection &connection, qsizetype size, quint16 tunnelPort = 0);

    /**
     * "open", "exec", "stream", "tunnel". The error is the connection's own; Error::Code::Internal
     * is a fault of the connection: data that isn't what was sent, success without all of it, or
     * no end at all.
     */
    [[nodiscard]] Result<void> run(const Mark &mark = [](const char *) {});

private:
    [[nodiscard]] Result<void> exec();
    [[nodiscard]] Result<void> stream();
    [[nodiscard]] Result<void> tunnel() const;

    Ssh::Connection &m_connection;
    QByteArray m_data;
    quint16 m_tunnelPort;
};

} // namespace Atelier::Test
