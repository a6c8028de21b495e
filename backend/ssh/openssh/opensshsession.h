// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backend/core/result.h"
#include "backend/ssh/openssh/muxclient.h"
#include "backend/ssh/openssh/opensshmaster.h"
#include "backend/ssh/stream.h"

#include <QObject>
#include <QSet>

#include <array>
#include <optional>

namespace Atelier::Ssh {

/**
 * A command or subsystem through a shared connection, from the request to its end. Destroying it
 * closes the channel.
 */
class OpenSshSession final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(OpenSshSession)

public:
    /** @p streams become its stdin, stdout and stderr; the caller keeps and closes its own. */
    OpenSshSession(OpenSshMaster &master,
                   const StreamTarget &target,
                   const std::array<int, 3> &streams,
                   QObject *parent = nullptr);

    /** The connection has gone: ends with @p error. */
    void lose(const Error &error);

Q_SIGNALS:
    void opened();
    /** Everything it said has been delivered. @p signal as in StreamEnd. */
    void ended(int exitStatus, const QString &signal);
    /** It never began, or the connection broke. */
    void failed(const Atelier::Error &error);

private:
    void note(quint32 channel, OpenSshMaster::Event event);
    void look();
    void refuse(const QString &detail);
    void finish(const std::optional<Error> &error);

    StreamTarget m_target;
    MuxClient m_talk;
    std::optional<quint32> m_channel;
    QSet<quint32> m_started;
    QSet<quint32> m_refused;
    QSet<quint32> m_killed;
    QSet<quint32> m_closed;
    std::optional<int> m_status;
    bool m_isOpen = false;
    bool m_isSilent = false; ///< the control socket has ended
    bool m_isDone = false;
};

} // namespace Atelier::Ssh
