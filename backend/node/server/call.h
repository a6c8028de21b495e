// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backend/node/protocol/outcome.h"

#include <nlohmann/json.hpp>

#include <functional>
#include <optional>
#include <stop_token>
#include <string>
#include <string_view>

namespace Atelier::Node {

/** Where a handler's answer goes, piece by piece, before its result. Any thread of the handler;
 *  each call waits while the other end has given no credit. */
class ReplySink
{
public:
    virtual ~ReplySink() = default;
    /** False: nobody wants more, because the request was cancelled or the connection has gone. */
    [[nodiscard]] virtual bool item(const nlohmann::json &json) = 0;
    /** At most largestPayload bytes. */
    [[nodiscard]] virtual bool data(std::string_view bytes) = 0;

protected:
    ReplySink() = default;
    ReplySink(const ReplySink &) = default;
    ReplySink &operator=(const ReplySink &) = default;
};

/** The bytes that the other end sends along with a request. One thread. */
class DataSource
{
public:
    virtual ~DataSource() = default;
    /** The next bytes, waiting for them; nothing: there are no more, or the request was cancelled.
     */
    [[nodiscard]] virtual std::optional<std::string> next() = 0;

protected:
    DataSource() = default;
    DataSource(const DataSource &) = default;
    DataSource &operator=(const DataSource &) = default;
};

/** One request while it is served, in a thread of its own. */
struct Call
{
    const nlohmann::json &arguments; ///< an object; "request" is the name
    ReplySink &reply;
    DataSource &input;
    std::stop_token stop = {}; ///< cancelled, or the connection has gone; look at it every 50 ms
};

/** Serves one request: its result, an object, or why there is none. An exception becomes Failed. */
using Handler = std::function<Outcome<nlohmann::json>(Call &call)>;

} // namespace Atelier::Node
