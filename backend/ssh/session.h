// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backend/ssh/channelconnection.h"
#include "backend/ssh/destination.h"

#include <memory>

namespace Atelier::Ssh {

/**
 * One SSH connection by libssh2 with a thread of its own (one socket, one LIBSSH2_SESSION).
 *
 * With reconnecting on, a lost connection is tried again with back-off (0.25 s doubling to 15 s)
 * until it is closed; a refused host key or key file ends in Failed at once, because trying again
 * would change nothing. Where no thread can be had, whatever is asked for ends with
 * Error::Code::Exhausted, and the next call tries again.
 */
class Session final : public ChannelConnection
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(Session)

public:
    explicit Session(Destination destination, QObject *parent = nullptr);
    /** Closes, ends the thread, and finishes open futures with Error::Code::Cancelled. */
    ~Session() override;

    void setReconnecting(bool on);
    QFuture<Result<void>> open() override;
    void close() override;
    /** Where the node went: used from the next connection on. */
    void setDestination(const Destination &destination);
    /** The network or the computer has come back: what waits is tried now, and a connection that
     *  has died meanwhile is found out within two seconds. */
    void checkLink();

protected:
    [[nodiscard]] std::shared_ptr<TaskDesk> desk() override;

private:
    [[nodiscard]] Result<void> begin();

    class Private;
    std::unique_ptr<Private> d;
};

} // namespace Atelier::Ssh
