// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backend/ssh/destination.h"
#include "backend/ssh/reply.h"
#include "backend/ssh/trust/sshquery.h"

#include <QObject>

#include <deque>
#include <stop_token>
#include <vector>

namespace Atelier::Ssh {

/**
 * Resolves one name and the servers on the way to it: one "ssh -G" after the other, from the
 * target to the first hop. Lives in a thread with an event loop and deletes itself at its end.
 */
class ConfigLookup final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(ConfigLookup)

public:
    ConfigLookup(SshCommand command, QObject *parent);
    ~ConfigLookup() override;

    [[nodiscard]] QFuture<Result<Destination>> start(const QString &text,
                                                     const std::stop_token &stop);

private:
    struct Hop
    {
        HostName name = {};
        bool hasOwnJumps =
            false; ///< the first hop and the target; the others are reached through it
    };

    void askNext();
    void answered(const Hop &hop, const Result<SshOptions> &options);
    void addJumps(const QList<HostName> &jumps);
    void finish();
    void give(Result<Destination> result);

    SshCommand m_command;
    std::deque<Hop> m_pending;
    QList<HostName> m_asked;
    std::vector<Destination> m_found; ///< from the target back to the first hop
    Reply<Destination> m_reply;
};

} // namespace Atelier::Ssh
