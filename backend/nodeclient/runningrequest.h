// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backend/nodeclient/nodelink.h"

#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <stop_token>

namespace Atelier::NodeClient {

/** A request from its call to its end, so that it can be stopped at any moment: while the node's
 *  program is still being started, or when it runs. */
class RunningRequest final : public std::enable_shared_from_this<RunningRequest>
{
public:
    /** @p reply is kept by the link once it runs. */
    RunningRequest(nlohmann::json request, std::shared_ptr<NodeReply> reply);

    /** Ends it when @p stop is requested. */
    void stopWith(const std::stop_token &stop);
    /** Sends it, unless it was stopped. */
    void begin(const std::shared_ptr<NodeLink> &link);
    /** There is no link. */
    void fail(const Error &error);
    /** Ends it on both sides, with Error::Code::Cancelled. Any thread but the link's. */
    void stop();
    /** Gives credit for @p bytes of data, see NodeReply::grantsItself(). */
    void grant(std::size_t bytes);

private:
    nlohmann::json m_request;
    std::shared_ptr<NodeReply> m_reply;
    std::mutex m_mutex;
    std::weak_ptr<NodeLink> m_link;
    std::uint32_t m_id = 0;
    bool m_isStopped = false;
    std::unique_ptr<std::stop_callback<std::function<void()>>> m_callback; // last: calls stop()
};

} // namespace Atelier::NodeClient
