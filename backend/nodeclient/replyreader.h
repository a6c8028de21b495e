// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backend/core/result.h"
#include "backend/node/protocol/frame.h"
#include "backend/node/protocol/hello.h"
#include "backend/nodeclient/noderequest.h"

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string_view>

namespace Atelier::NodeClient {

/** What a node sent for one request. */
struct ReplyFrame
{
    Node::FrameType type = Node::FrameType::Done;
    std::uint32_t id = 0;
    std::string_view payload = {}; ///< of Data
    nlohmann::json json = {};      ///< of Item, Done and Failure
    std::uint32_t credit = 0;      ///< of Credit
};

/**
 * Makes of a node's bytes its hello and its frames, and refuses what a node may not send. Whatever
 * comes: an error, never a crash, and no more memory than a frame takes.
 */
class ReplyReader final
{
public:
    using Handler = std::function<Result<void>(ReplyFrame &frame)>;

    /** Calls @p handler for each whole frame. After an error nothing more can be read. */
    [[nodiscard]] Result<void> add(std::string_view bytes, const Handler &handler);
    [[nodiscard]] bool isGreeted() const { return m_hello.has_value(); }
    [[nodiscard]] const std::optional<Node::Hello> &hello() const { return m_hello; }
    /** What a login shell wrote before the node's hello, or instead of it. */
    [[nodiscard]] const std::string &skipped() const { return m_helloReader.skipped(); }

private:
    Node::HelloReader m_helloReader{Node::Role::Node};
    std::optional<Node::Hello> m_hello;
    Node::FrameReader m_frames;
};

} // namespace Atelier::NodeClient
