// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/nodeclient/blockqueue.h"

#include <utility>

namespace Atelier::NodeClient {

Result<void> BlockQueue::item(const nlohmann::json &json)
{
    const std::lock_guard lock(m_mutex);
    m_item = json;
    return {};
}

Result<void> BlockQueue::data(std::string_view bytes)
{
    if (bytes.empty()) {
        return {}; // they cost no credit, and must not pile up
    }
    {
        const std::lock_guard lock(m_mutex);
        m_blocks.emplace_back(bytes);
    }
    m_changed.notify_all();
    return {};
}

void BlockQueue::end(const Result<nlohmann::json> &result)
{
    {
        const std::lock_guard lock(m_mutex);
        m_result = result;
    }
    m_changed.notify_all();
}

std::optional<std::string> BlockQueue::next(const std::stop_token &stop)
{
    std::unique_lock lock(m_mutex);
    m_changed.wait(lock, stop, [this] { return !m_blocks.empty() || m_result.has_value(); });
    if (stop.stop_requested() || m_blocks.empty()) {
        return std::nullopt;
    }
    std::string block = std::move(m_blocks.front());
    m_blocks.pop_front();
    return block;
}

Result<nlohmann::json> BlockQueue::result(const std::stop_token &stop)
{
    std::unique_lock lock(m_mutex);
    m_changed.wait(lock, stop, [this] { return m_result.has_value(); });
    return m_result.value_or(failure({.code = Error::Code::Cancelled, .message = {}}));
}

nlohmann::json BlockQueue::lastItem() const
{
    const std::lock_guard lock(m_mutex);
    return m_item;
}

} // namespace Atelier::NodeClient
