// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backend/ssh/connection.h"

#include <optional>
#include <span>

namespace Atelier::Ssh {

/** What is known of one of several connections to the same place. */
struct MemberLoad
{
    SessionState state = SessionState::Disconnected;
    bool isDown = false; ///< could not be made a moment ago
    bool isLeft =
        false;        ///< leads where the server was: goes on with what it has, and takes no more
    int channels = 0; ///< of any kind, those that are being opened included
    int sessions = 0; ///< of these, session channels
    int bulk = 0;     ///< of these, channels with much data, which mark the connection

    [[nodiscard]] bool isReady() const { return state == SessionState::Ready; }
    [[nodiscard]] bool isComing() const
    {
        return state == SessionState::Connecting || state == SessionState::Handshaking
               || state == SessionState::Authenticating;
    }
    [[nodiscard]] bool isMarked() const { return bulk > 0; }
};

/** What a channel needs of its connection. */
struct ChannelNeed
{
    bool isSession = false; ///< counts against the server's limit (sshd_config: MaxSessions)
    bool isBulk = false;    ///< much data from the start
};

/**
 * Which of @p members a channel goes to; the first is the one that stays. Interactive channels go
 * to a connection without bulk data, bulk ones leave one without; a connection that is not there
 * yet is made while the first one stands. Nothing: each has @p sessionLimit session channels.
 */
[[nodiscard]] std::optional<int> choose(std::span<const MemberLoad> members,
                                        ChannelNeed need,
                                        int sessionLimit);

/** The connection to make now, so that the next interactive channel finds one without bulk data. */
[[nodiscard]] std::optional<int> spareToOpen(std::span<const MemberLoad> members);

} // namespace Atelier::Ssh
