// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/nodeclient/nodelink.h"

#include "backend/node/protocol/payload.h"
#include "backend/nodeclient/faulterror.h"

#include <QCoreApplication>

#include <sys/eventfd.h>

#include <utility>

namespace Atelier::NodeClient {

namespace {

constexpr std::size_t blockSize = std::size_t{256} * 1024;
/** Credit goes back in pieces of at least this size, not a frame for every block. */
constexpr std::int64_t grantStep = Node::creditWindow / 8;

} // namespace

/** Leads back to the link, from any thread, while there is one. */
struct NodeLink::Way
{
    explicit Way(NodeLink *owner)
        : link(owner)
    {
    }

    std::mutex mutex;
    NodeLink *link;
};

NodeLink::NodeLink(Ssh::Stream stream, Greeted greeted, Patience patience)
    : m_stream(std::move(stream))
    , m_greeted(std::move(greeted))
    , m_patience(patience)
    , m_wake(::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK))
    , m_block(blockSize, '\0')
    , m_outgoing(Node::helloLine(Node::Role::Studio))
    , m_way(std::make_shared<Way>(this))
    , m_thread([this] { run(); })
{
}

NodeLink::~NodeLink()
{
    {
        const std::lock_guard lock(m_way->mutex);
        m_way->link = nullptr;
    }
    {
        const std::lock_guard lock(m_mutex);
        m_isEnding = true;
    }
    wake();
    m_thread.join();
}

void NodeLink::wake() const
{
    // It can only fail when the thread is about to wake up anyway.
    static_cast<void>(::eventfd_write(m_wake.get(), 1));
}

bool NodeLink::isBroken() const
{
    const std::lock_guard lock(m_mutex);
    return m_isBroken;
}

/** With m_mutex held. */
void NodeLink::queue(Node::FrameType type, std::uint32_t id, std::string_view payload)
{
    m_outgoing += Node::frameText(type, id, payload);
    wake();
}

std::uint32_t NodeLink::begin(const nlohmann::json &request, std::shared_ptr<NodeReply> reply)
{
    const std::string payload = Node::payloadOf(request);
    {
        const std::lock_guard lock(m_mutex);
        m_lastId = m_lastId == UINT32_MAX ? 1 : m_lastId + 1;
        if (!m_isBroken && payload.size() <= Node::largestPayload) {
            m_requests.emplace(m_lastId, Request{.reply = std::move(reply)});
            m_lastHeard = Clock::now(); // silence counts from now on
            queue(Node::FrameType::Request, m_lastId, payload);
            return m_lastId;
        }
    }
    reply->end(failure(isBroken() ? programEndedError()
                                  : Error{.code = Error::Code::InvalidArgument,
                                          .message = QCoreApplication::translate(
                                              "NodeClient",
                                              "The request is larger than 1 MiB; ask for fewer "
                                              "files at once.")}));
    return 0;
}

void NodeLink::cancel(std::uint32_t id)
{
    std::shared_ptr<NodeReply> reply;
    {
        const std::lock_guard lock(m_mutex);
        const auto found = m_requests.find(id);
        if (found == m_requests.end()) {
            return;
        }
        reply = std::move(found->second.reply);
        m_requests.erase(found);
        queue(Node::FrameType::Cancel, id);
    }
    m_changed.notify_all();
    reply->end(failure(cancelledError()));
}

bool NodeLink::sendData(std::uint32_t id, std::string_view bytes, std::stop_token stop)
{
    const std::stop_callback waker(stop, [this] {
        const std::lock_guard lock(m_mutex);
        m_changed.notify_all();
    });
    std::unique_lock lock(m_mutex);
    const auto request = [this, id] { return m_requests.find(id); };
    m_changed.wait(lock, [&] {
        return stop.stop_requested() || request() == m_requests.end()
               || request()->second.outCredit > 0;
    });
    if (stop.stop_requested() || request() == m_requests.end()) {
        return false;
    }
    request()->second.outCredit -= static_cast<std::int64_t>(bytes.size());
    queue(Node::FrameType::Data, id, bytes);
    return true;
}

void NodeLink::finish(std::uint32_t id)
{
    const std::lock_guard lock(m_mutex);
    if (m_requests.contains(id)) {
        queue(Node::FrameType::Finish, id);
    }
}

void NodeLink::grant(std::uint32_t id, std::size_t bytes)
{
    const std::lock_guard lock(m_mutex);
    const auto found = m_requests.find(id);
    if (found == m_requests.end()) {
        return;
    }
    addCredit(id, found->second, bytes);
}

/** Credit for what the reply hands on comes when it has arrived: a node that floods a busy thread
 * runs out of it. */
void NodeLink::awaitTaken(std::uint32_t id, NodeReply &reply, std::size_t bytes)
{
    {
        const std::lock_guard lock(m_mutex);
        const auto found = m_requests.find(id);
        if (found == m_requests.end()) {
            return;
        }
        ++found->second.untaken;
    }
    reply.whenTaken([way = m_way, id, bytes] {
        const std::lock_guard lock(way->mutex);
        if (way->link != nullptr) {
            way->link->taken(id, bytes);
        }
    });
}

void NodeLink::taken(std::uint32_t id, std::size_t bytes)
{
    const std::lock_guard lock(m_mutex);
    const auto found = m_requests.find(id);
    if (found != m_requests.end()) {
        --found->second.untaken;
        addCredit(id, found->second, bytes);
    }
}

/** With m_mutex held. */
void NodeLink::addCredit(std::uint32_t id, Request &request, std::size_t bytes)
{
    request.owedCredit += static_cast<std::int64_t>(bytes);
    if (request.owedCredit >= grantStep) {
        const std::int64_t credit = std::exchange(request.owedCredit, 0);
        request.inCredit += credit;
        const auto payload = Node::creditPayload(static_cast<std::uint32_t>(credit));
        queue(Node::FrameType::Credit, id, {payload.data(), payload.size()});
    }
}

} // namespace Atelier::NodeClient
