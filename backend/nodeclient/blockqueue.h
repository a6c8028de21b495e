// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backend/nodeclient/noderequest.h"

#include <condition_variable>
#include <deque>
#include <mutex>
#include <optional>
#include <stop_token>
#include <string>

namespace Atelier::NodeClient {

/** The answer to a transfer's request, for a thread that waits for it: blocks, as long as there are
 *  any, and the result. What is in it is bounded by the credit that the thread gives. */
class BlockQueue final : public NodeReply
{
public:
    [[nodiscard]] Result<void> item(const nlohmann::json &json) override;
    [[nodiscard]] Result<void> data(std::string_view bytes) override;
    void end(const Result<nlohmann::json> &result) override;
    [[nodiscard]] bool grantsItself() const override { return true; }

    /** The next block, waiting for it; nothing: the answer has ended, or a stop was requested. */
    [[nodiscard]] std::optional<std::string> next(const std::stop_token &stop);
    /** The end of the answer; Cancelled when the stop comes first. */
    [[nodiscard]] Result<nlohmann::json> result(const std::stop_token &stop);
    /** The last item; null when there was none. */
    [[nodiscard]] nlohmann::json lastItem() const;

private:
    mutable std::mutex m_mutex;
    std::condition_variable_any m_changed;
    std::deque<std::string> m_blocks;
    nlohmann::json m_item;
    std::optional<Result<nlohmann::json>> m_result;
};

} // namespace Atelier::NodeClient
