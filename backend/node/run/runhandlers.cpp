// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/node/run/runhandlers.h"

#include "backend/node/protocol/payload.h"
#include "backend/node/run/joblog.h"

#include <limits>
#include <memory>

namespace Atelier::Node {

namespace {

using nlohmann::json;

std::string idIn(const Call &call)
{
    return textIn(call.arguments, "id").value_or(std::string()); // which is not allowed as an id
}

Outcome<json> startJob(const JobStore &store, const Call &call)
{
    const auto spec = call.arguments.find("spec");
    return jobSpecFrom(spec == call.arguments.end() ? json() : *spec)
        .and_then([&](const JobSpec &wanted) { return store.start(idIn(call), wanted); });
}

Outcome<json> tellStatus(const JobStore &store, const Call &call)
{
    if (call.arguments.contains("id")) {
        return store.status(idIn(call));
    }
    std::size_t count = 0;
    for (const json &job : store.statusOfAll()) {
        ++count;
        if (!call.reply.item(job)) {
            return std::unexpected(Fault{.code = FaultCode::Cancelled});
        }
    }
    return json{{"count", count}};
}

Outcome<json> cancelJob(const JobStore &store, const Call &call)
{
    std::optional<int> grace;
    if (const auto asked = numberIn(call.arguments, "graceSeconds")) {
        const bool fits = std::in_range<int>(*asked);
        grace = fits ? static_cast<int>(*asked) : -1; // which is refused
    }
    return store.cancel(idIn(call), grace);
}

Outcome<json> readLog(const JobStore &store, const Call &call)
{
    const auto position = [&](const char *name) -> std::optional<std::uint64_t> {
        const auto number = numberIn(call.arguments, name);
        return number ? std::optional(static_cast<std::uint64_t>(*number)) : std::nullopt;
    };
    for (const char *name : {"offset", "length"}) {
        if (numberIn(call.arguments, name).value_or(0) < 0) {
            return std::unexpected(
                Fault{.code = FaultCode::Invalid,
                      .message = "Offset and length are counted from 0 upwards."});
        }
    }
    const LogRange range{.stream = textIn(call.arguments, "stream").value_or("stdout"),
                         .offset = position("offset").value_or(0),
                         .length = position("length"),
                         .follow = flagIn(call.arguments, "follow")};
    const LogTaker taker{.take = [&call](std::string_view bytes) { return call.reply.data(bytes); },
                         .cut = [&call] { return call.reply.item(json{{"cut", true}}); }};
    return readJobLog(store, idIn(call), range, taker, call.stop);
}

} // namespace

void addRunHandlers(HandlerTable *table, const JobStore &store)
{
    const auto add = [table, &store](const char *name, auto serve) {
        table->add(
            name, [store, serve](const Call &call) -> Outcome<json> { return serve(store, call); });
    };
    add("run.start", startJob);
    add("run.status", tellStatus);
    add("run.signal", [](const JobStore &jobs, const Call &call) {
        return jobs.signal(idIn(call), textIn(call.arguments, "signal").value_or(std::string()));
    });
    add("run.cancel", cancelJob);
    add("run.wait",
        [](const JobStore &jobs, const Call &call) { return jobs.wait(idIn(call), call.stop); });
    add("run.log", readLog);
    add("run.remove", [](const JobStore &jobs, const Call &call) {
        return jobs.remove(idIn(call)).transform([] { return json::object(); });
    });
}

} // namespace Atelier::Node
