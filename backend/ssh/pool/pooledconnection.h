// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backend/ssh/channelconnection.h"
#include "backend/ssh/destination.h"

#include <chrono>
#include <memory>
#include <optional>

namespace Atelier::Ssh {

class BulkCarrier;
class Dispatcher;

/**
 * The way to one destination by up to three SSH connections, so that bulk data and interactive
 * channels don't share one: a channel that has passed 1 MiB marks its connection, new channels go
 * to one without a mark, and a stream that is bulk from the start leaves the first one alone.
 *
 * Near, bulk streams of programs go by OpenSSH's own client where that needs nobody (BulkCarrier).
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
    /** @p rest: how long a further connection stays without work. @p bulkProgram: OpenSSH's client;
     * empty: none. */
    explicit PooledConnection(Destination destination,
                              QObject *parent = nullptr,
                              std::chrono::milliseconds rest = std::chrono::seconds(30),
                              const QString &bulkProgram = QStringLiteral("ssh"));
    /** Closes, ends the threads, and finishes open futures with Error::Code::Cancelled. */
    ~PooledConnection() override;

    [[nodiscard]] const Destination &destination() const { return m_destination; }
    /** Where the node went: used from the next connection on. */
    void setDestination(const Destination &destination);
    /** A lost connection is tried again with back-off until it is closed; see Session. */
    void setReconnecting(bool on);
    QFuture<Result<void>> open() override;
    void close() override;
    [[nodiscard]] QFuture<Result<Stream>> stream(const StreamTarget &target) override;
    /** The network or the computer has come back; see Session::checkLink(). */
    void checkLink();

    /** How many connections stand at this moment, whoever makes them. */
    [[nodiscard]] int connections() const;
    /** Whether one of them is OpenSSH's. */
    [[nodiscard]] bool isCarried() const;

protected:
    [[nodiscard]] std::shared_ptr<TaskDesk> desk() override;

private:
    [[nodiscard]] QFuture<Result<std::optional<Destination>>> survey();

    Destination m_destination;
    std::shared_ptr<Dispatcher> m_dispatcher;
    std::unique_ptr<BulkCarrier> m_carrier; // last: it falls back on the dispatcher
};

} // namespace Atelier::Ssh
