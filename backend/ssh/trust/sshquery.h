// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backend/ssh/reply.h"
#include "backend/ssh/trust/sshdestination.h"
#include "backend/ssh/trust/sshoptions.h"

#include <QObject>
#include <QProcess>
#include <QTimer>

#include <chrono>

namespace Atelier::Ssh {

/** How OpenSSH's own client is asked. */
struct SshCommand
{
    QString program = QStringLiteral("ssh");
    QString configFile = {}; ///< empty: the user's and the system's
    std::chrono::milliseconds timeout{10'000};
};

/**
 * One run of "ssh -G": what OpenSSH makes of a name. Never through a shell. Lives in a thread with
 * an event loop; destroying it ends the process.
 */
class SshQuery final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(SshQuery)

public:
    /** @p isThroughJump: another server leads there, so its own ProxyCommand or ProxyJump does not
     * count (as with ssh -J). */
    SshQuery(SshCommand command, HostName name, bool isThroughJump, QObject *parent);
    ~SshQuery() override;

    [[nodiscard]] QFuture<Result<SshOptions>> start();

private:
    void failedToStart();
    void ended(int exitCode, QProcess::ExitStatus status);
    void timedOut();

    SshCommand m_command;
    HostName m_name;
    bool m_isThroughJump = false;
    QProcess m_process;
    QTimer m_timer;
    Reply<SshOptions> m_reply;
};

} // namespace Atelier::Ssh
