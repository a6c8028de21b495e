// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backend/core/result.h"
#include "backend/nodeclient/noderequest.h"
#include "backend/nodeclient/replyreader.h"
#include "backend/ssh/stream.h"

#include <QByteArray>

#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <stop_token>
#include <string>
#include <thread>
#include <utility>

namespace Atelier::NodeClient {

/**
 * One atelier-node at work: a thread that reads its frames and writes ours. Every function may be
 * called from any thread and returns at once, but for sendData(), which waits for credit.
 */
class NodeLink final
{
public:
    /** How the beginning came out, and what a login shell wrote meanwhile. */
    using Greeted = std::function<void(const Result<void> &result, const QByteArray &text)>;

    /** How long silence is borne. */
    struct Patience
    {
        std::chrono::milliseconds greeting{30'000}; ///< from the start to the hello
        std::chrono::milliseconds quiet{30'000};    ///< while a request waits; then it is asked
        std::chrono::milliseconds answer{15'000};   ///< whether it is still there
    };

    /** @p greeted is called once in the link's thread. */
    NodeLink(Ssh::Stream stream, Greeted greeted, Patience patience);
    NodeLink(Ssh::Stream stream, Greeted greeted)
        : NodeLink(std::move(stream), std::move(greeted), Patience())
    {
    }
    NodeLink(const NodeLink &) = delete;
    NodeLink &operator=(const NodeLink &) = delete;
    /** Ends all requests with Error::Code::Cancelled. Not in the link's own thread. */
    ~NodeLink();

    /** Sends @p request ("request" is its name); its id. */
    std::uint32_t begin(const nlohmann::json &request, std::shared_ptr<NodeReply> reply);
    /** Ends it on both sides; the reply's end is called with Error::Code::Cancelled. */
    void cancel(std::uint32_t id);
    /** Data that goes with a request, at most largestPayload; false: it has ended, or a stop was
     *  requested. */
    [[nodiscard]] bool sendData(std::uint32_t id, std::string_view bytes, std::stop_token stop);
    /** No more data comes. */
    void finish(std::uint32_t id);
    void grant(std::uint32_t id, std::size_t bytes);
    /** The link serves nothing any more. */
    [[nodiscard]] bool isBroken() const;

private:
    struct Request
    {
        std::shared_ptr<NodeReply> reply;
        std::int64_t outCredit = Node::creditWindow;
        std::int64_t inCredit = Node::creditWindow;
        std::int64_t owedCredit = 0;
        std::size_t untaken = 0; ///< frames that wait for another thread
    };
    struct Way;
    using Clock = std::chrono::steady_clock;

    void run();
    void queue(Node::FrameType type, std::uint32_t id, std::string_view payload = {});
    void wake() const;
    [[nodiscard]] int timeout() const;
    [[nodiscard]] Result<void> read();
    [[nodiscard]] Result<void> write();
    [[nodiscard]] Result<void> checkPatience();
    [[nodiscard]] Result<void> takeFrame(ReplyFrame &frame);
    [[nodiscard]] Result<void> takePart(std::uint32_t id, ReplyFrame &frame);
    void takeEnd(ReplyFrame &frame);
    void awaitTaken(std::uint32_t id, NodeReply &reply, std::size_t bytes);
    void taken(std::uint32_t id, std::size_t bytes);
    void addCredit(std::uint32_t id, Request &request, std::size_t bytes);
    [[nodiscard]] Error endError() const;
    void breakWith(const Error &error);
    void greet(const Result<void> &result);

    Ssh::Stream m_stream;
    Greeted m_greeted;
    const Patience m_patience;
    UniqueFd m_wake;
    ReplyReader m_reader;
    std::string m_block;
    std::string m_sending; ///< what is being written, from m_sent on
    std::size_t m_sent = 0;
    bool m_isAsked = false;     ///< whether it is still there
    mutable std::mutex m_mutex; ///< for the following
    std::condition_variable m_changed;
    std::map<std::uint32_t, Request> m_requests;
    std::string m_outgoing;
    Clock::time_point m_lastHeard = Clock::now();
    std::uint32_t m_lastId = 0;
    bool m_isBroken = false;
    bool m_isEnding = false;

    const std::shared_ptr<Way> m_way;
    std::thread m_thread; // last: uses all of the above
};

} // namespace Atelier::NodeClient
