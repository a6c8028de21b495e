// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backend/ssh/connection.h"
#include "backend/ssh/loginshell.h"
#include "backend/ssh/taskdesk.h"

namespace Atelier::Ssh {

/** What connections by libssh2 have in common: how each kind of work becomes a task of a session,
 * and how the state comes over from the session's thread. */
class ChannelConnection : public Connection
{
    Q_OBJECT

public:
    using Connection::Connection;

    [[nodiscard]] SessionState state() const override { return m_state; }
    [[nodiscard]] const Error &lastError() const override { return m_lastError; }

    [[nodiscard]] QFuture<Result<ExecResult>> exec(const QString &command,
                                                   const ExecOptions &options = {}) override;
    [[nodiscard]] std::unique_ptr<RemoteProcess> start(const QString &command) override;
    [[nodiscard]] QFuture<Result<Stream>> stream(const StreamTarget &target) override;
    [[nodiscard]] std::unique_ptr<Tunnel> tunnel(const StreamTarget &target) override;

protected:
    [[nodiscard]] virtual std::shared_ptr<TaskDesk> desk() = 0;
    /** From any thread that ends before this object does. */
    void postState(SessionState state, const Error &error);

private:
    SessionState m_state = SessionState::Disconnected;
    Error m_lastError;
    const std::shared_ptr<LoginShell> m_shell = std::make_shared<LoginShell>();
};

} // namespace Atelier::Ssh
