// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
// A link's own thread: what it reads, writes, and hands on.
#include "backend/node/protocol/payload.h"
#include "backend/nodeclient/faulterror.h"
#include "backend/nodeclient/nodelink.h"

#include <QCoreApplication>

#include <fcntl.h>
#include <poll.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <utility>

namespace Atelier::NodeClient {

namespace {

/** Small items cost next to no credit. */
constexpr std::size_t mostUntaken = 100'000;
constexpr int endPatience = 5000; ///< milliseconds, for the reason of a stream's end

Error silentError()
{
    return {.code = Error::Code::TimedOut,
            .message = QCoreApplication::translate("NodeClient",
                                                   "The node's program does not answer.")};
}

} // namespace

void NodeLink::run()
{
    const int socket = m_stream.descriptor->get();
    Result<void> result;
    if (const int flags = ::fcntl(socket, F_GETFL);
        flags < 0 || ::fcntl(socket, F_SETFL, flags | O_NONBLOCK) != 0) {
        result = failure(brokenNode(QStringLiteral("fcntl: errno %1").arg(errno)));
    }
    while (result) {
        bool isEnding = false;
        {
            const std::lock_guard lock(m_mutex);
            isEnding = m_isEnding;
            if (m_sent == m_sending.size()) {
                m_sending = std::exchange(m_outgoing, {});
                m_sent = 0;
            }
        }
        if (isEnding) {
            result = failure(cancelledError());
            break;
        }
        std::array<pollfd, 2> watched{
            {{.fd = socket,
              .events = static_cast<short>(m_sent < m_sending.size() ? POLLIN | POLLOUT : POLLIN),
              .revents = 0},
             {.fd = m_wake.get(), .events = POLLIN, .revents = 0}}};
        if (::poll(watched.data(), watched.size(), timeout()) < 0 && errno != EINTR) {
            result = failure(brokenNode(QStringLiteral("poll: errno %1").arg(errno)));
            break;
        }
        if (watched[1].revents != 0) {
            eventfd_t count = 0;
            static_cast<void>(::eventfd_read(m_wake.get(), &count));
        }
        if ((watched[0].revents & (POLLIN | POLLHUP | POLLERR)) != 0) {
            result = read();
        }
        if (result && (watched[0].revents & POLLOUT) != 0) {
            result = write();
        }
        if (result) {
            result = checkPatience();
        }
    }
    breakWith(result.error());
}

int NodeLink::timeout() const
{
    const bool isGreeted = m_reader.isGreeted();
    Clock::time_point since;
    {
        const std::lock_guard lock(m_mutex);
        since = m_lastHeard;
        const bool isWaiting = std::ranges::any_of(
            m_requests, [](const auto &entry) { return entry.second.reply->isUrgent(); });
        if (isGreeted && !isWaiting) {
            return -1;
        }
    }
    const Clock::duration quiet = m_isAsked ? m_patience.quiet + m_patience.answer
                                            : m_patience.quiet;
    const Clock::duration patience = isGreeted ? quiet : m_patience.greeting;
    const auto left = std::chrono::ceil<std::chrono::milliseconds>(since + patience - Clock::now());
    return static_cast<int>(std::max<std::chrono::milliseconds::rep>(left.count(), 0));
}

Result<void> NodeLink::checkPatience()
{
    if (timeout() != 0) {
        return {};
    }
    if (!m_reader.isGreeted() || m_isAsked) {
        return failure(silentError());
    }
    // Whatever it answers, it is there.
    m_isAsked = true;
    const std::lock_guard lock(m_mutex);
    m_lastId = m_lastId == UINT32_MAX ? 1 : m_lastId + 1;
    queue(Node::FrameType::Request, m_lastId, R"({"request":"ping"})");
    return {};
}

Result<void> NodeLink::read()
{
    const ssize_t count = ::read(m_stream.descriptor->get(), m_block.data(), m_block.size());
    if (count < 0) {
        return errno == EINTR || errno == EAGAIN
                   ? Result<void>()
                   : failure(brokenNode(QStringLiteral("read: errno %1").arg(errno)));
    }
    if (count == 0) {
        return failure(endError());
    }
    {
        const std::lock_guard lock(m_mutex);
        m_lastHeard = Clock::now();
    }
    m_isAsked = false;
    const bool wasGreeted = m_reader.isGreeted();
    auto result = m_reader.add({m_block.data(), static_cast<std::size_t>(count)},
                               [this, wasGreeted](ReplyFrame &frame) {
                                   if (!wasGreeted) {
                                       greet({});
                                   }
                                   return takeFrame(frame);
                               });
    if (result && m_reader.isGreeted()) {
        greet({});
    }
    return result;
}

Result<void> NodeLink::write()
{
    const ssize_t count = ::send(m_stream.descriptor->get(),
                                 m_sending.data() + m_sent,
                                 m_sending.size() - m_sent,
                                 MSG_NOSIGNAL);
    if (count < 0 && errno != EINTR && errno != EAGAIN) {
        // Why it has gone comes by reading.
        m_sent = m_sending.size();
        return {};
    }
    m_sent += static_cast<std::size_t>(std::max<ssize_t>(count, 0));
    return {};
}

Result<void> NodeLink::takeFrame(ReplyFrame &frame)
{
    if (frame.id == 0) {
        return frame.type == Node::FrameType::Failure
                   ? failure(errorFrom(Node::faultFrom(frame.json)))
                   : failure(brokenNode(QStringLiteral("a frame without a request")));
    }
    if (frame.type == Node::FrameType::Done || frame.type == Node::FrameType::Failure) {
        takeEnd(frame);
        return {};
    }
    if (frame.type == Node::FrameType::Credit) {
        {
            const std::lock_guard lock(m_mutex);
            const auto found = m_requests.find(frame.id);
            if (found != m_requests.end()) {
                std::int64_t &credit = found->second.outCredit;
                credit = std::min(credit + std::int64_t{frame.credit}, Node::creditWindow * 4);
            }
        }
        m_changed.notify_all();
        return {};
    }
    return takePart(frame.id, frame);
}

Result<void> NodeLink::takePart(std::uint32_t id, ReplyFrame &frame)
{
    const bool isData = frame.type == Node::FrameType::Data;
    if (isData && frame.payload.empty()) {
        return {}; // costs no credit, and must not pile up
    }
    std::shared_ptr<NodeReply> reply;
    {
        const std::lock_guard lock(m_mutex);
        const auto found = m_requests.find(id);
        if (found == m_requests.end()) {
            return {}; // it was cancelled here
        }
        if (found->second.inCredit <= 0) {
            return failure(brokenNode(QStringLiteral("more data than credit was given for")));
        }
        if (found->second.untaken >= mostUntaken) {
            return failure(brokenNode(QStringLiteral("more items than can be taken")));
        }
        found->second.inCredit -= static_cast<std::int64_t>(frame.payload.size());
        reply = found->second.reply;
    }
    const Result<void> taken = isData ? reply->data(frame.payload) : reply->item(frame.json);
    if (!taken) {
        {
            const std::lock_guard lock(m_mutex);
            if (m_requests.erase(id) == 0) {
                return {};
            }
            queue(Node::FrameType::Cancel, id);
        }
        m_changed.notify_all();
        reply->end(failure(taken.error()));
        return {};
    }
    if (!isData || !reply->grantsItself()) {
        awaitTaken(id, *reply, frame.payload.size());
    }
    return {};
}

void NodeLink::takeEnd(ReplyFrame &frame)
{
    std::shared_ptr<NodeReply> reply;
    {
        const std::lock_guard lock(m_mutex);
        const auto found = m_requests.find(frame.id);
        if (found == m_requests.end()) {
            return;
        }
        reply = std::move(found->second.reply);
        m_requests.erase(found);
    }
    m_changed.notify_all();
    reply->end(frame.type == Node::FrameType::Done
                   ? Result<nlohmann::json>(std::move(frame.json))
                   : failure(errorFrom(Node::faultFrom(frame.json))));
}

/** Why the stream has ended. */
Error NodeLink::endError() const
{
    const QFuture<Result<Ssh::StreamEnd>> end = m_stream.end;
    const auto deadline = Clock::now() + std::chrono::milliseconds(endPatience);
    const auto isAwaited = [this] {
        const std::lock_guard lock(m_mutex);
        return !m_isEnding;
    };
    while (!end.isFinished() && Clock::now() < deadline && isAwaited()) {
        std::this_thread::sleep_for(std::chrono::milliseconds(5));
    }
    Error error = programEndedError();
    if (end.isFinished() && end.resultCount() > 0) {
        const auto result = end.result();
        if (!result) {
            return result.error();
        }
        error.detail = QStringLiteral("exit status %1, signal “%2”: %3")
                           .arg(result->exitStatus)
                           .arg(result->signal, QString::fromUtf8(result->errorOutput));
    }
    return error;
}

void NodeLink::greet(const Result<void> &result)
{
    if (const Greeted greeted = std::exchange(m_greeted, {})) {
        greeted(result, QByteArray::fromStdString(m_reader.skipped()));
    }
}

void NodeLink::breakWith(const Error &error)
{
    std::map<std::uint32_t, Request> requests;
    {
        const std::lock_guard lock(m_mutex);
        m_isBroken = true;
        requests.swap(m_requests);
    }
    m_changed.notify_all();
    // Closing the descriptor ends what may still run there.
    static_cast<void>(::shutdown(m_stream.descriptor->get(), SHUT_RDWR));
    greet(failure(error));
    for (const auto &[id, request] : requests) {
        request.reply->end(failure(error));
    }
}

} // namespace Atelier::NodeClient
