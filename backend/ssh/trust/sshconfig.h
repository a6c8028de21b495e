// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backend/core/result.h"
#include "backend/ssh/destination.h"
#include "backend/ssh/trust/sshquery.h"

#include <QFuture>
#include <QObject>
#include <QStringList>

#include <stop_token>

namespace Atelier::Ssh {

/**
 * The user's SSH configuration, as OpenSSH itself reads it: with Include, Match, tokens and the
 * system's part. Lives in a thread with an event loop; its destruction cancels what is asked.
 */
class SshConfig final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(SshConfig)

public:
    explicit SshConfig(SshCommand command = {}, QObject *parent = nullptr);
    ~SshConfig() override;

    /** How to reach @p name, "[user@]host[:port]" or an alias, with its jumps; without an asker. */
    [[nodiscard]] QFuture<Result<Destination>> resolve(const QString &name,
                                                       const std::stop_token &stop = {});
    /** The aliases of the configuration file, read in a thread of the pool; for completion. */
    [[nodiscard]] QFuture<Result<QStringList>> hosts() const;

private:
    SshCommand m_command;
};

/** The names that "Host" lines of @p file give, without patterns, in their order; with what it
 * includes (relative names are in @p folder). */
[[nodiscard]] QStringList configHosts(const QString &file, const QString &folder);

} // namespace Atelier::Ssh
