// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backend/ssh/connection.h"
#include "backend/ssh/destination.h"
#include "backend/ssh/loginshell.h"
#include "backend/ssh/openssh/opensshcommandline.h"

#include <memory>

namespace Atelier::Ssh {

class OpenSshLink;

/**
 * The way to a node by OpenSSH's own client, for what libssh2 can't do: keys in hardware (FIDO),
 * certificates, ProxyCommand; and for bulk data, which it decrypts faster, on a core of its own.
 *
 * One ssh(1) logs in; commands, ports and sockets go through its control socket without a process
 * of their own; bulk streams have an ssh(1) each. Nobody is asked anything (BatchMode).
 *
 * Other than with Session a command is not told when it is given up (ssh(1) can't ask for a
 * signal; its input and output end), and of a signal that ended it the name stays unknown
 * ("UNKNOWN").
 */
class OpenSshConnection final : public Connection
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(OpenSshConnection)

public:
    explicit OpenSshConnection(Destination destination,
                               OpenSshOptions options = {},
                               QObject *parent = nullptr);
    /** Ends the processes, and open futures with Error::Code::Cancelled. */
    ~OpenSshConnection() override;

    [[nodiscard]] SessionState state() const override;
    [[nodiscard]] const Error &lastError() const override;

    /** A lost connection is tried again with back-off until it is closed; see Session. */
    void setReconnecting(bool on);
    /** The network or the computer has come back; see Session::checkLink(). */
    void checkLink();
    QFuture<Result<void>> open() override;
    void close() override;

    [[nodiscard]] QFuture<Result<ExecResult>> exec(const QString &command,
                                                   const ExecOptions &options = {}) override;
    [[nodiscard]] std::unique_ptr<RemoteProcess> start(const QString &command) override;
    [[nodiscard]] QFuture<Result<Stream>> stream(const StreamTarget &target) override;
    [[nodiscard]] std::unique_ptr<Tunnel> tunnel(const StreamTarget &target) override;

private:
    const std::shared_ptr<LoginShell> m_shell = std::make_shared<LoginShell>();
    std::unique_ptr<OpenSshLink> m_link;
};

} // namespace Atelier::Ssh
