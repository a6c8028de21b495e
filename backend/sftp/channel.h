// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backend/sftp/inbox.h"
#include "backend/sftp/outbox.h"
#include "backend/sftp/packetwriter.h"
#include "backend/sftp/replies.h"
#include "backend/sftp/signal.h"
#include "backend/sftp/task.h"
#include "backend/sftp/work.h"
#include "backend/ssh/stream.h"

#include <chrono>
#include <optional>
#include <unordered_map>

namespace Atelier::Sftp {

class Request;
using Clock = std::chrono::steady_clock;

/** One SFTP session over one stream of bytes; lives in its engine's thread. Any number of requests
 *  is under way; each gets its answer, or the error that ended the channel. */
class Channel final : public std::enable_shared_from_this<Channel>
{
public:
    /** @p patience: so long may the server be silent while it owes an answer. */
    Channel(Ssh::Stream stream, std::chrono::milliseconds patience);
    Channel(const Channel &) = delete;
    Channel &operator=(const Channel &) = delete;
    ~Channel() = default;

    /** What the server can do, once it was greeted. */
    [[nodiscard]] const ServerFeatures &features() const { return m_features; }
    void setFeatures(const ServerFeatures &features) { m_features = features; }
    [[nodiscard]] const std::optional<Error> &error() const { return m_error; }
    /** The shortest time a request has taken. */
    [[nodiscard]] Clock::duration roundTrip() const { return m_roundTrip; }
    [[nodiscard]] std::size_t unsent() const { return m_outbox.size(); }
    [[nodiscard]] std::size_t pending() const { return m_pending.size(); }
    /** More bytes may be added without waiting for memory. */
    [[nodiscard]] bool hasRoom() const { return m_outbox.size() < outboxLimit || m_error; }
    /** Where @p bytes bytes that end @p packet go without being copied; the very next call must be
     *  the Request with them. */
    [[nodiscard]] std::span<char> reserve(const PacketWriter &packet, std::size_t bytes);
    /** Bytes were sent, or the channel has failed. */
    [[nodiscard]] Signal &sent() { return m_sent; }
    /** Which transfers use this channel now. */
    int users = 0;

    /** A request whose answer nobody waits for; @p held lives until it is there. */
    void forget(const PacketWriter &packet, std::shared_ptr<const void> held = nullptr);
    /** Closes @p handle. */
    void discard(const QByteArray &handle) { forget(PacketWriter(PacketType::Close).text(handle)); }
    /** The first error ends every request. */
    void fail(const Error &error);

    // For Engine
    [[nodiscard]] int descriptor() const { return m_stream.descriptor->get(); }
    [[nodiscard]] short events() const;
    void drive(short ready);
    /** What has failed or was stopped is answered here, never amid another's answer. */
    void settle(bool wasStopped);
    /** When the server's patience ends; never while it owes nothing. */
    [[nodiscard]] Clock::time_point deadline() const;
    void checkDeadline();
    [[nodiscard]] bool hasEnded() const { return m_ended; }
    /** Why the stream ended; counts once everything before it was read. */
    void ended(const Result<Ssh::StreamEnd> &end) { m_endResult = end; }
    [[nodiscard]] QFuture<Result<Ssh::StreamEnd>> end() const { return m_stream.end; }

private:
    friend class Request;
    struct Pending
    {
        Request *request = nullptr; ///< null: nobody waits any more
        Clock::time_point since = {};
        bool opens = false;  ///< a handle that nobody waits for is closed
        bool isSlow = false; ///< the server may take its time
        std::shared_ptr<const void> held = nullptr;
    };
    static constexpr std::size_t outboxLimit = std::size_t{512} * 1024;

    void send(Request *request);
    void flush();
    void receive();
    void dispatch(QByteArrayView packet);
    void failWith(const Result<Ssh::StreamEnd> &end);
    void noteRoundTrip(const Pending &pending, QByteArrayView body);

    Ssh::Stream m_stream;
    std::chrono::milliseconds m_patience;
    Inbox m_inbox;
    Outbox m_outbox;
    Signal m_sent;
    std::unordered_map<quint32, Pending> m_pending;
    std::optional<Error> m_error;
    ServerFeatures m_features;
    Clock::time_point m_lastMoved = Clock::now();
    Clock::duration m_roundTrip = std::chrono::seconds(10);
    quint32 m_nextId = 1;
    int m_slow = 0;
    Request *m_greeting = nullptr; ///< waits for Version, which has no number
    bool m_blocked = false;        ///< the stream takes nothing more for now
    bool m_ended = false;          ///< the stream gives nothing more
    Clock::time_point m_endedAt = {};
    std::optional<Result<Ssh::StreamEnd>> m_endResult;
};
using ChannelPointer = std::shared_ptr<Channel>;

} // namespace Atelier::Sftp
