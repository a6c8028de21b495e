// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/node/ports/porthandlers.h"

#include "backend/node/ports/portscan.h"
#include "backend/node/protocol/payload.h"

#include <chrono>
#include <condition_variable>
#include <format>
#include <mutex>

namespace Atelier::Node {

namespace {

using nlohmann::json;

constexpr std::int64_t usualInterval = 2000;
constexpr std::int64_t shortestInterval = 500;
constexpr std::int64_t longestInterval = 60'000;

json jsonOf(const OpenPort &port)
{
    return {{"port", port.port},
            {"address", port.address},
            {"pid", port.pid},
            {"program", port.program},
            {"label", port.label},
            {"command", port.command}};
}

Fault nobodyAsks()
{
    return {.code = FaultCode::Cancelled, .message = "Nobody asks for ports any more."};
}

Outcome<json> listPorts(const Call &call)
{
    PortScan scan;
    const PortChanges all = scan.look();
    for (const OpenPort &port : all.appeared) {
        if (!call.reply.item(jsonOf(port))) {
            return std::unexpected(nobodyAsks());
        }
    }
    return json{{"count", all.appeared.size()}};
}

bool tell(const PortChanges &changes, ReplySink &reply)
{
    for (const std::uint16_t port : changes.gone) {
        if (!reply.item(json{{"gone", port}})) {
            return false;
        }
    }
    for (const OpenPort &port : changes.appeared) {
        if (!reply.item(json{{"appeared", jsonOf(port)}})) {
            return false;
        }
    }
    return true;
}

Outcome<json> watchPorts(const Call &call)
{
    const std::int64_t interval = numberIn(call.arguments, "intervalMs").value_or(usualInterval);
    if (interval < shortestInterval || interval > longestInterval) {
        return std::unexpected(
            Fault{.code = FaultCode::Invalid,
                  .message = std::format("The interval must be from {} to {} milliseconds.",
                                         shortestInterval,
                                         longestInterval)});
    }
    PortScan scan;
    std::mutex mutex;
    std::condition_variable_any stopped;
    std::unique_lock lock(mutex);
    bool isFirst = true;
    while (tell(scan.look(), call.reply) && (!isFirst || call.reply.item(json{{"ready", true}}))) {
        isFirst = false;
        stopped.wait_for(
            lock, call.stop, std::chrono::milliseconds(interval), [] { return false; });
        if (call.stop.stop_requested()) {
            break;
        }
    }
    return std::unexpected(nobodyAsks());
}

} // namespace

void addPortHandlers(HandlerTable *table)
{
    table->add("ports.list", listPorts);
    table->add("ports.watch", watchPorts);
}

} // namespace Atelier::Node
