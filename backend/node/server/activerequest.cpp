// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/node/server/activerequest.h"

#include "backend/node/protocol/payload.h"

#include <algorithm>
#include <utility>

namespace Atelier::Node {

namespace {

/** Credit goes back in pieces of at least this size, not a frame for every block. */
constexpr std::int64_t creditStep = creditWindow / 8;

} // namespace

ActiveRequest::ActiveRequest(std::uint32_t id, FrameWriter &writer)
    : m_id(id)
    , m_writer(writer)
{
}

bool ActiveRequest::item(const nlohmann::json &json)
{
    return send(FrameType::Item, payloadOf(json));
}

bool ActiveRequest::data(std::string_view bytes)
{
    return send(FrameType::Data, bytes);
}

bool ActiveRequest::send(FrameType type, std::string_view payload)
{
    {
        std::unique_lock lock(m_mutex);
        m_changed.wait(lock, [this] { return m_outCredit > 0 || m_stop.stop_requested(); });
        if (m_stop.stop_requested()) {
            return false;
        }
        m_outCredit -= static_cast<std::int64_t>(payload.size());
    }
    if (!m_writer.write(type, m_id, payload)) {
        cancel();
        return false;
    }
    return true;
}

std::optional<std::string> ActiveRequest::next()
{
    std::string bytes;
    std::int64_t credit = 0;
    {
        std::unique_lock lock(m_mutex);
        m_changed.wait(
            lock, [this] { return !m_input.empty() || m_hasAllInput || m_stop.stop_requested(); });
        if (m_stop.stop_requested() || m_input.empty()) {
            return std::nullopt;
        }
        bytes = std::move(m_input.front());
        m_input.pop_front();
        m_owedCredit += static_cast<std::int64_t>(bytes.size());
        if (m_owedCredit >= creditStep && !m_hasAllInput) {
            credit = std::exchange(m_owedCredit, 0);
            m_inCredit += credit;
        }
    }
    if (credit > 0) {
        const auto payload = creditPayload(static_cast<std::uint32_t>(credit));
        if (!m_writer.write(FrameType::Credit, m_id, {payload.data(), payload.size()})) {
            cancel();
            return std::nullopt;
        }
    }
    return bytes;
}

void ActiveRequest::end(const Outcome<nlohmann::json> &outcome)
{
    const std::string payload = payloadOf(outcome ? *outcome : jsonFrom(outcome.error()));
    // Who doesn't hear it has gone, and the reading thread learns of that.
    static_cast<void>(
        payload.size() > largestPayload
            ? m_writer.write(FrameType::Failure,
                             m_id,
                             R"({"code":"limit","message":"The result is larger than 1 MiB."})")
            : m_writer.write(outcome ? FrameType::Done : FrameType::Failure, m_id, payload));
}

void ActiveRequest::addCredit(std::uint32_t bytes)
{
    {
        const std::lock_guard lock(m_mutex);
        m_outCredit = std::min(m_outCredit + std::int64_t{bytes}, std::int64_t{1} << 40U);
    }
    m_changed.notify_all();
}

bool ActiveRequest::addData(std::string_view bytes)
{
    {
        const std::lock_guard lock(m_mutex);
        if (m_inCredit <= 0 || m_hasAllInput) {
            return false;
        }
        // An empty frame says nothing, and a million of them would still take memory.
        if (bytes.empty()) {
            return true;
        }
        m_inCredit -= static_cast<std::int64_t>(bytes.size());
        m_input.emplace_back(bytes);
    }
    m_changed.notify_all();
    return true;
}

void ActiveRequest::finishData()
{
    {
        const std::lock_guard lock(m_mutex);
        m_hasAllInput = true;
    }
    m_changed.notify_all();
}

void ActiveRequest::cancel()
{
    m_stop.request_stop();
    {
        // A waiter between its look and its sleep would miss the call.
        const std::lock_guard lock(m_mutex);
    }
    m_changed.notify_all();
}

} // namespace Atelier::Node
