// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/sftp/channel.h"

#include "backend/sftp/errors.h"
#include "backend/sftp/packetreader.h"
#include "backend/sftp/request.h"

#include <QCoreApplication>

#include <poll.h>
#include <sys/socket.h>

#include <cerrno>
#include <cstring>

namespace Atelier::Sftp {

namespace {

/** After the stream's end, what ended it is told so soon. */
constexpr std::chrono::seconds farewell{2};
/** Bytes taken from the stream before others get their turn. */
constexpr std::size_t turn = std::size_t{2} * 1024 * 1024;

Error silenceError(std::chrono::milliseconds patience)
{
    return {.code = Error::Code::TimedOut,
            .message = QCoreApplication::translate("Sftp",
                                                   "The server has not answered for %1 seconds.")
                           .arg(patience.count() / 1000)};
}

Error brokenError()
{
    return {.code = Error::Code::ConnectionLost,
            .message = QCoreApplication::translate(
                "Sftp", "The connection to the server's SFTP program has ended.")};
}

bool isOpening(PacketType type)
{
    return type == PacketType::Open || type == PacketType::OpenFolder;
}

} // namespace

Channel::Channel(Ssh::Stream stream, std::chrono::milliseconds patience)
    : m_stream(std::move(stream))
    , m_patience(patience)
{
}

void Channel::send(Request *request)
{
    if (m_pending.empty() && m_greeting == nullptr) {
        m_lastMoved = Clock::now();
    }
    const PacketWriter &packet = request->packet();
    if (packet.type() == PacketType::Init) {
        m_greeting = request;
        m_outbox.append(QByteArrayView("\0\0\0\5\1\0\0\0\3", 9));
        flush();
        return;
    }
    const quint32 id = m_nextId++;
    m_pending[id] = {.request = request,
                     .since = Clock::now(),
                     .opens = isOpening(packet.type()),
                     .isSlow = request->isSlow()};
    m_slow += request->isSlow() ? 1 : 0;
    const std::size_t reserved = request->reserved();
    const QByteArray head = packet.finished(id, static_cast<qsizetype>(reserved));
    const auto size = static_cast<std::size_t>(head.size());
    std::memcpy(m_outbox.room(size + reserved).data(), head.data(), size);
    m_outbox.commit(size + reserved);
    // Many small requests made in one turn leave together, with the loop's flush.
    if (m_outbox.size() >= outboxLimit / 4) {
        flush();
    }
}

std::span<char> Channel::reserve(const PacketWriter &packet, std::size_t bytes)
{
    const auto head = static_cast<std::size_t>(packet.finished(0).size());
    return m_outbox.room(head + bytes).subspan(head);
}

void Channel::forget(const PacketWriter &packet, std::shared_ptr<const void> held)
{
    if (!m_error) {
        if (m_pending.empty() && m_greeting == nullptr) {
            m_lastMoved = Clock::now(); // it owed nothing: its silence begins now
        }
        const quint32 id = m_nextId++;
        m_pending[id] = {.since = Clock::now(), .held = std::move(held)};
        m_outbox.append(packet.finished(id));
    }
}

void Channel::flush()
{
    while (!m_outbox.isEmpty() && !m_blocked && !m_error) {
        const auto data = m_outbox.data();
        const ssize_t count = ::send(
            descriptor(), data.data(), data.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
        if (count > 0) {
            m_outbox.consume(static_cast<std::size_t>(count));
            m_lastMoved = Clock::now();
        } else if (errno == EAGAIN) {
            m_blocked = true;
        } else if (errno != EINTR) {
            // Reading tells why; nothing can be sent any more.
            m_outbox.consume(m_outbox.size());
            m_ended = true;
            m_endedAt = Clock::now();
        }
    }
}

short Channel::events() const
{
    const int reading = m_ended ? 0 : POLLIN;
    return static_cast<short>(reading | (m_outbox.isEmpty() ? 0 : POLLOUT));
}

void Channel::drive(short ready)
{
    if ((ready & POLLOUT) != 0) {
        m_blocked = false;
    }
    if ((ready & (POLLIN | POLLHUP | POLLERR)) != 0) {
        receive();
    }
    flush();
    if (hasRoom()) {
        m_sent.notify();
        flush();
    }
}

void Channel::receive()
{
    std::size_t taken = 0;
    while (!m_error && !m_ended && taken < turn) {
        const auto room = m_inbox.room();
        const ssize_t count = ::recv(descriptor(), room.data(), room.size(), MSG_DONTWAIT);
        if (count < 0 && (errno == EAGAIN || errno == EINTR)) {
            break;
        }
        if (count <= 0) {
            m_ended = true;
            m_endedAt = Clock::now();
            break;
        }
        m_lastMoved = Clock::now();
        m_inbox.commit(static_cast<std::size_t>(count));
        taken += static_cast<std::size_t>(count);
        while (!m_error) {
            const auto packet = m_inbox.next();
            if (!packet) {
                fail(packet.error());
            } else if (*packet) {
                // NOLINTNEXTLINE(bugprone-unchecked-optional-access): checked above
                dispatch(**packet);
            } else {
                break;
            }
        }
    }
}

void Channel::dispatch(QByteArrayView packet)
{
    const auto type = static_cast<PacketType>(packet.front());
    if (m_greeting != nullptr) {
        std::exchange(m_greeting, nullptr)->complete(Reply{.type = type, .body = packet.sliced(1)});
        return;
    }
    PacketReader reader(packet.sliced(1));
    const quint32 id = reader.number();
    const auto found = m_pending.find(id);
    if (found == m_pending.end()) {
        fail(protocolError({}, QStringLiteral("an answer to nothing that was asked")));
        return;
    }
    const Pending pending = found->second;
    m_pending.erase(found);
    m_slow -= pending.isSlow ? 1 : 0;
    const Reply reply{.type = type, .body = packet.sliced(5)};
    noteRoundTrip(pending, reply.body);
    if (pending.request != nullptr) {
        pending.request->complete(reply);
    } else if (pending.opens) {
        if (const auto handle = handleFrom(reply, {})) {
            discard(*handle);
        }
    }
}

void Channel::noteRoundTrip(const Pending &pending, QByteArrayView body)
{
    constexpr qsizetype small = 1024;
    if (body.size() <= small && !pending.isSlow) {
        m_roundTrip = std::min(m_roundTrip, Clock::now() - pending.since);
    }
}

void Channel::fail(const Error &error)
{
    if (!m_error) {
        m_error = error;
    }
}

void Channel::settle(bool wasStopped)
{
    // A request that is answered here may make others; those fail at once or wait for the next
    // turn.
    std::vector<Request *> over;
    for (auto &[id, pending] : m_pending) {
        if (pending.request != nullptr
            && (m_error || (wasStopped && pending.request->isStopped()))) {
            over.push_back(std::exchange(pending.request, nullptr));
        }
    }
    if (m_greeting != nullptr && (m_error || (wasStopped && m_greeting->isStopped()))) {
        over.push_back(std::exchange(m_greeting, nullptr));
        fail(cancelledError()); // half greeted it is of no use
    }
    for (Request *request : over) {
        request->complete(
            failure(request->isStopped() ? cancelledError() : m_error.value_or(cancelledError())));
    }
    if (m_error || wasStopped) {
        m_sent.notify();
    }
    flush();
}

Clock::time_point Channel::deadline() const
{
    if (m_error) {
        return Clock::time_point::max();
    }
    if (m_ended) {
        return m_endedAt + farewell;
    }
    const bool owes = !m_pending.empty() || m_greeting != nullptr;
    return owes && m_slow == 0 ? m_lastMoved + m_patience : Clock::time_point::max();
}

void Channel::checkDeadline()
{
    if (m_ended && m_endResult && !m_error) {
        failWith(*m_endResult);
    } else if (Clock::now() >= deadline()) {
        fail(m_ended ? brokenError() : silenceError(m_patience));
    }
}

void Channel::failWith(const Result<Ssh::StreamEnd> &end)
{
    if (!end) {
        fail(end.error());
        return;
    }
    Error error = brokenError();
    const QByteArray words = end->errorOutput.trimmed();
    if (m_features.version == 0) {
        error.code = Error::Code::ChannelRefused;
        error.message = QCoreApplication::translate(
                            "Sftp",
                            "The server's SFTP program ended before it answered (exit status %1).")
                            .arg(end->exitStatus);
    }
    error.detail = QString::fromUtf8(words);
    fail(error);
}

} // namespace Atelier::Sftp
