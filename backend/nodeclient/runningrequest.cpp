// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/nodeclient/runningrequest.h"

#include <utility>

namespace Atelier::NodeClient {

RunningRequest::RunningRequest(nlohmann::json request, std::shared_ptr<NodeReply> reply)
    : m_request(std::move(request))
    , m_reply(std::move(reply))
{
}

void RunningRequest::stopWith(const std::stop_token &stop)
{
    m_callback = std::make_unique<std::stop_callback<std::function<void()>>>(
        stop, std::function<void()>([weak = weak_from_this()] {
            if (const auto request = weak.lock()) {
                request->stop();
            }
        }));
}

void RunningRequest::begin(const std::shared_ptr<NodeLink> &link)
{
    const std::lock_guard lock(m_mutex);
    if (!m_isStopped) {
        m_link = link;
        m_id = link->begin(m_request, m_reply);
    }
}

void RunningRequest::fail(const Error &error)
{
    m_reply->end(failure(error));
}

void RunningRequest::stop()
{
    std::shared_ptr<NodeLink> link;
    std::uint32_t id = 0;
    {
        const std::lock_guard lock(m_mutex);
        m_isStopped = true;
        link = m_link.lock();
        id = m_id;
    }
    if (link && id != 0) {
        link->cancel(id);
    } else {
        m_reply->end(failure({.code = Error::Code::Cancelled, .message = {}}));
    }
}

void RunningRequest::grant(std::size_t bytes)
{
    const std::lock_guard lock(m_mutex);
    if (const auto link = m_link.lock(); link && m_id != 0) {
        link->grant(m_id, bytes);
    }
}

} // namespace Atelier::NodeClient
