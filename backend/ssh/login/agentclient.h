// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backend/core/result.h"
#include "backend/core/uniquefd.h"
#include "backend/ssh/login/logincontext.h"

#include <QByteArray>
#include <QList>
#include <QString>

namespace Atelier::Ssh {

/** A key that an agent holds. */
struct AgentKey
{
    QByteArray blob = {};
    QString comment = {};
};

/**
 * Speaks to an ssh-agent (draft-ietf-sshm-ssh-agent) over its UNIX socket. In the login's thread;
 * an agent that hangs, or that asks its owner first, holds up nothing else, and a cancelled login
 * leaves it at once.
 */
class AgentClient final
{
public:
    AgentClient(LoginContext &context, QString path);

    [[nodiscard]] Result<QList<AgentKey>> keys();
    /** The signature of @p data, without its method's name. @p method: what the server was
     * offered, and what the agent must have used. */
    [[nodiscard]] Result<QByteArray> sign(const QByteArray &blob,
                                          const QByteArray &data,
                                          const QByteArray &method);

private:
    [[nodiscard]] Result<void> connectSocket();
    [[nodiscard]] Result<QByteArray> ask(const QByteArray &request,
                                         std::chrono::milliseconds limit);
    [[nodiscard]] Result<void> send(const QByteArray &bytes, TimePoint deadline);
    [[nodiscard]] Result<QByteArray> receive(qsizetype size, TimePoint deadline);
    [[nodiscard]] Result<void> wait(short events, TimePoint deadline);
    [[nodiscard]] Error unreachable(int number) const;
    [[nodiscard]] Error silent() const;
    [[nodiscard]] Error garbled() const;

    LoginContext &m_context;
    QString m_path;
    UniqueFd m_socket;
};

} // namespace Atelier::Ssh
