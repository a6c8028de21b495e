// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backend/ssh/windowbudget.h"

#include <libssh2.h>

#include <vector>

namespace Atelier::Ssh {

/** Counts the channels of a connection, and closes those that nobody uses any more: that takes a
 * round trip, which nobody else waits for. Lives in the session's thread. */
class ChannelCloser final
{
public:
    /** What a channel takes of what its connection has. */
    struct Share
    {
        bool isSession = false;
        unsigned long window = 0; ///< bytes of the budget
    };

    void sessionOpened() { ++m_sessions; }
    /** Session channels that the server may still count. */
    [[nodiscard]] int sessions() const { return m_sessions; }
    [[nodiscard]] WindowBudget &windows() { return m_windows; }

    void retire(LIBSSH2_CHANNEL *channel, const Share &share);
    /** True when a channel has been closed. */
    bool drive();

private:
    struct Retired
    {
        LIBSSH2_CHANNEL *channel = nullptr;
        Share share = {};
    };

    std::vector<Retired> m_retired;
    int m_sessions = 0;
    WindowBudget m_windows;
};

} // namespace Atelier::Ssh
