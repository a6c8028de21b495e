// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backend/ssh/channelconnection.h"
#include "backend/ssh/destination.h"

#include <chrono>
#include <memory>

namespace Atelier::Ssh {

class Dispatcher;

/**
 * The way to one destination by up to three SSH connections, so that bulk data and interactive
 * channels don't share one: a channel that has passed 1 MiB marks its connection, new channels go
 * to one without a mark, and a stream that is bulk from the start leaves the first one alone.
 *
 * The state is the first connection's. The others are made when needed and close after 30 s
 * without work; where a server does not let them in, the first serves alone. More commands than
 * the server takes at once on one connection go to the others, then wait.
 */
class PooledConnection final : public ChannelConnection
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(PooledConnection)

public:
    /** @p rest: how long a further connection stays without work. */
    explicit PooledConnection(Destination destination,
                              QObject *parent = nullptr,
                              std::chrono::milliseconds rest = std::chrono::seconds(30));
    /** Closes, ends the threads, and finishes open futures with Error::Code::Cancelled. */
    ~PooledConnection() override;

    [[nodiscard]] const Destination &destination() const { return m_destination; }
    /** Where the node went: used from the next connection on. */
    void setDestination(const Destination &destination);
    /** A lost connection is tried again with back-off until it is closed; see Session. */
    void setReconnecting(bool on);
    QFuture<Result<void>> open() override;
    void close() override;
    /** The network or the computer has come back; see Session::checkLink(). */
    void checkLink();

    /** How many connections stand at this moment. */
    [[nodiscard]] int connections() const;

protected:
    [[nodiscard]] std::shared_ptr<TaskDesk> desk() override;

private:
    Destination m_destination;
    std::shared_ptr<Dispatcher> m_dispatcher;
};

} // namespace Atelier::Ssh
