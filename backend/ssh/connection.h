// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backend/core/result.h"
#include "backend/ssh/exec.h"
#include "backend/ssh/stream.h"

#include <QFuture>
#include <QObject>
#include <QString>

#include <memory>

namespace Atelier::Ssh {

class RemoteProcess;
class Tunnel;

enum class SessionState {
    Disconnected,
    Connecting,
    Handshaking,
    Authenticating,
    Ready,
    Lost,
    Failed
};

/**
 * The way to one node, whatever carries it. SFTP, the node's program, tunnels and the notebook are
 * built on these calls alone, so that libssh2 (Session), several connections at once and
 * OpenSSH's own client can stand in for one another.
 *
 * Lives in the caller's thread; every call returns at once.
 */
class Connection : public QObject
{
    Q_OBJECT

public:
    using QObject::QObject;

    [[nodiscard]] virtual SessionState state() const = 0;
    [[nodiscard]] virtual const Error &lastError() const = 0;
    /** Connects, verifies, logs in. Again after Lost or Failed: tries at once. */
    virtual QFuture<Result<void>> open() = 0;
    virtual void close() = 0;

    /** Runs @p command in the login shell and collects its output. */
    [[nodiscard]] virtual QFuture<Result<ExecResult>> exec(const QString &command,
                                                           const ExecOptions &options = {}) = 0;
    /** Starts @p command with streams; the process belongs to the caller and may outlive nothing
     * of the connection. */
    [[nodiscard]] virtual std::unique_ptr<RemoteProcess> start(const QString &command) = 0;
    /** A stream to @p target, once it is open there. */
    [[nodiscard]] virtual QFuture<Result<Stream>> stream(const StreamTarget &target) = 0;
    /** A listener on 127.0.0.1 whose connections end at @p target, a socket or a port. It survives
     *  reconnects with the same port. The tunnel belongs to the caller. */
    [[nodiscard]] virtual std::unique_ptr<Tunnel> tunnel(const StreamTarget &target) = 0;

Q_SIGNALS:
    void stateChanged(Atelier::Ssh::SessionState state);
};

} // namespace Atelier::Ssh
