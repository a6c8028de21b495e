// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backend/core/result.h"

#include <nlohmann/json.hpp>

#include <functional>
#include <string_view>

namespace Atelier::NodeClient {

/** Receives the answer to one request, in the link's thread: nothing here may wait. A handler that
 *  returns an error ends the request with it: the node's answer made no sense. */
class NodeReply
{
public:
    virtual ~NodeReply() = default;
    [[nodiscard]] virtual Result<void> item(const nlohmann::json &json) = 0;
    [[nodiscard]] virtual Result<void> data(std::string_view bytes) = 0;
    /** Called once, as the last. */
    virtual void end(const Result<nlohmann::json> &result) = 0;
    /** Whether credit for data is given by NodeLink::grant() instead of at once. */
    [[nodiscard]] virtual bool grantsItself() const { return false; }
    /** Calls @p done once all that has come so far is used: only then more may come. Who hands it
     * to another thread calls it there, so that what waits for that thread is bounded. */
    virtual void whenTaken(const std::function<void()> &done) { done(); }

    /** Whether somebody waits for it: then a silent node is asked whether it is there. */
    [[nodiscard]] virtual bool isUrgent() const { return true; }

protected:
    NodeReply() = default;
    NodeReply(const NodeReply &) = default;
    NodeReply &operator=(const NodeReply &) = default;
};

} // namespace Atelier::NodeClient
