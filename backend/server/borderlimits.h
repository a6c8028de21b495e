// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtTypes>

#include <sys/types.h>
#include <unistd.h>

#include <chrono>

namespace Atelier::Server {

// Of one request.
inline constexpr qsizetype largestHeader = 16 * 1024;
inline constexpr qint64 largestBody = 1024 * 1024;

/** A reader that has more than this pending is cut; a follower resumes by sequence number. */
inline constexpr qint64 mostPending = 1024 * 1024;

/** What a connection may take of the server. */
struct BorderLimits
{
    int connections = 256;
    std::chrono::milliseconds idle{60'000};    ///< nothing is asked, or an answer is not read
    std::chrono::milliseconds request{10'000}; ///< from a request's first byte to its last
    std::chrono::milliseconds linger{2'000};   ///< for the client to close after the last answer
    uid_t owner = ::geteuid();                 ///< whose programs may connect
};

} // namespace Atelier::Server
