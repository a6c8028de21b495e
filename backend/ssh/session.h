// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backend/ssh/connection.h"
#include "backend/ssh/destination.h"

#include <QByteArray>

#include <chrono>
#include <memory>

namespace Atelier::Ssh {

/**
 * One SSH connection by libssh2 with a thread of its own (one socket, one LIBSSH2_SESSION).
 *
 * With reconnecting on, a lost connection is tried again with back-off (0.25 s doubling to 15 s)
 * until it is closed; a refused host key or key file ends in Failed at once, because trying again
 * would change nothing.
 */
class Session final : public Connection
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(Session)

public:
    explicit Session(Destination destination, QObject *parent = nullptr);
    /** Closes, ends the thread, and finishes open futures with Error::Code::Cancelled. */
    ~Session() override;

    [[nodiscard]] SessionState state() const override;
    [[nodiscard]] const Error &lastError() const override;

    void setReconnecting(bool on);
    QFuture<Result<void>> open() override;
    void close() override;
    /** Where the node went: used from the next connection on. */
    void setDestination(const Destination &destination);

    [[nodiscard]] QFuture<Result<ExecResult>> exec(const QString &command,
                                                   const ExecOptions &options = {}) override;
    [[nodiscard]] std::unique_ptr<RemoteProcess> start(const QString &command) override;
    [[nodiscard]] QFuture<Result<Stream>> stream(const StreamTarget &target) override;
    [[nodiscard]] std::unique_ptr<Tunnel> tunnel(const StreamTarget &target) override;

    /** One HTTP-like exchange over direct-streamlocal: sends @p request, returns everything until
     * EOF. */
    [[nodiscard]] QFuture<Result<QByteArray>> exchange(
        const QString &socketPath,
        const QByteArray &request,
        std::chrono::milliseconds timeout = std::chrono::seconds(10));

private:
    class Private;
    std::unique_ptr<Private> d;
};

} // namespace Atelier::Ssh
