// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backend/node/server/call.h"
#include "backend/node/server/framewriter.h"

#include <condition_variable>
#include <cstdint>
#include <deque>
#include <mutex>
#include <stop_token>

namespace Atelier::Node {

/**
 * A request between its frame and its end: credit both ways, what came for it, and whether it is
 * still wanted. The reading thread calls what comes in, the handler's the rest.
 */
class ActiveRequest final
    : public ReplySink
    , public DataSource
{
public:
    ActiveRequest(std::uint32_t id, FrameWriter &writer);

    [[nodiscard]] bool item(const nlohmann::json &json) override;
    [[nodiscard]] bool data(std::string_view bytes) override;
    [[nodiscard]] std::optional<std::string> next() override;
    [[nodiscard]] std::stop_token stopToken() const { return m_stop.get_token(); }
    /** Sends the end of the answer. */
    void end(const Outcome<nlohmann::json> &outcome);

    void addCredit(std::uint32_t bytes);
    /** False: more than credit was given for. */
    [[nodiscard]] bool addData(std::string_view bytes);
    void finishData();
    void cancel();

private:
    [[nodiscard]] bool send(FrameType type, std::string_view payload);

    const std::uint32_t m_id;
    FrameWriter &m_writer;
    std::stop_source m_stop;
    std::mutex m_mutex;
    std::condition_variable m_changed;
    std::int64_t m_outCredit = creditWindow;
    std::int64_t m_inCredit = creditWindow;
    std::int64_t m_owedCredit = 0; ///< taken in, not yet given back
    std::deque<std::string> m_input;
    bool m_hasAllInput = false;
};

} // namespace Atelier::Node
