// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backend/core/uniquefd.h"
#include "backend/ssh/openssh/opensshlog.h"
#include "backend/ssh/openssh/opensshsession.h"
#include "backend/ssh/reply.h"
#include "backend/ssh/stream.h"

#include <QObject>
#include <QProcess>
#include <QSocketNotifier>
#include <QTimer>

#include <memory>

namespace Atelier::Ssh {

class OpenSshLink;

/** What a stream of OpenSshConnection leads to, until it has ended; then deletes itself. A child of
 * the link. */
class OpenSshStream final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(OpenSshStream)

public:
    /** A command or subsystem through the link's shared connection. */
    static void openShared(OpenSshLink &link, const StreamTarget &target, Reply<Stream> reply);
    /** Anything, by an ssh(1) of its own that moves the bytes itself. */
    static void openSingle(OpenSshLink &link, const StreamTarget &target, Reply<Stream> reply);
    ~OpenSshStream() override;

private:
    OpenSshStream(OpenSshLink &link, StreamTarget target, Reply<Stream> reply);

    [[nodiscard]] bool makeSockets();
    void beginShared(OpenSshMaster &master);
    void beginSingle(const OpenSshMaster &master);
    void readLine(const QByteArray &line);
    void singleEnded(int exitCode);
    void readErrors();
    void opened();
    void ended(int exitStatus, const QString &signal);
    void fail(const Error &error);

    OpenSshLink &m_link;
    StreamTarget m_target;
    Reply<Stream> m_reply;
    Reply<StreamEnd> m_end;
    QTimer m_deadline;                ///< of the opening
    std::shared_ptr<UniqueFd> m_ours; ///< the caller's end, until it is given out
    UniqueFd m_theirs;
    UniqueFd m_errors;
    UniqueFd m_theirErrors;
    std::unique_ptr<QSocketNotifier> m_errorsReadable;
    QByteArray m_errorOutput;
    bool m_isOpen = false;
    bool m_hasStatus = false; ///< of a process of its own
    bool m_wasKilled = false; ///< likewise
    std::unique_ptr<OpenSshSession> m_session;
    std::unique_ptr<OpenSshLog> m_log;
    std::unique_ptr<QProcess> m_process;
};

} // namespace Atelier::Ssh
