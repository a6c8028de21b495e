// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backend/node/run/jobstore.h"

#include <cstdint>
#include <functional>
#include <optional>
#include <stop_token>
#include <string>
#include <string_view>

namespace Atelier::Node {

/** Which part of a job's output. */
struct LogRange
{
    std::string stream = "stdout"; ///< or "stderr"
    std::uint64_t offset = 0;      ///< in bytes from the beginning
    std::optional<std::uint64_t> length = {};
    bool follow = false; ///< on until the job has ended and all is read, or length bytes are
};

/** Takes what is read; false: nobody wants more. */
struct LogTaker
{
    std::function<bool(std::string_view bytes)> take;
    /** The file became shorter than what was read: what follows is from its beginning. One that
     * is cut and has grown beyond that again before anybody looked can't be told from another. */
    std::function<bool()> cut;
};

/**
 * Reads a job's output: each byte once, in order. The result is {"offset": behind the last byte,
 * "size": of the file, "ended": whether more can come}. Cancelled when nobody wants more.
 */
[[nodiscard]] Outcome<nlohmann::json> readJobLog(const JobStore &store,
                                                 const std::string &id,
                                                 const LogRange &range,
                                                 const LogTaker &taker,
                                                 const std::stop_token &stop);

} // namespace Atelier::Node
