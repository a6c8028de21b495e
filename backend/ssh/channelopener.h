// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backend/ssh/channel.h"

#include <algorithm>
#include <chrono>
#include <deque>
#include <memory>
#include <vector>

namespace Atelier::Ssh {

/**
 * Opens channels one after the other, because libssh2 keeps the state of an open in the session.
 *
 * Servers limit the session channels of a connection (OpenSSH: MaxSessions 10). One that is
 * refused while others are open goes elsewhere where its owner can, or is asked for again when one
 * of them has been closed. A server may count one for a while whose command has not ended with its
 * channel; then it is asked again a little later. What a refusal has taught is doubted after a
 * while for the same reason: it may have counted what has ended since.
 */
class ChannelOpener final
{
public:
    /** How long the number of open channels at a refusal counts as the server's limit. */
    static constexpr std::chrono::milliseconds limitTrust{5'000};

    /** Answers @p owner by channelOpened() unless it is gone by then. */
    void request(const std::weak_ptr<ChannelOwner> &owner, ChannelSpec spec);
    /** True when something moved. */
    bool drive(Transport &transport);
    /** When there is something to ask again. */
    [[nodiscard]] TimePoint deadline() const
    {
        return std::min(m_againAt, m_deferred.empty() ? never : m_limitedUntil);
    }
    [[nodiscard]] bool isIdle() const { return m_queue.empty(); }
    /** True: drive() would ask the server something now. */
    [[nodiscard]] bool isDue() const { return !m_opening && !m_queue.empty(); }
    /** The connection is gone: forgets everything. */
    void clear();

private:
    struct Request
    {
        std::weak_ptr<ChannelOwner> owner;
        ChannelSpec spec;
        int refusals = 0; ///< while no session channel was open
    };

    void opened(Transport &transport, LIBSSH2_CHANNEL *channel);
    void refused(Transport &transport, int code);
    bool deferBeyondLimit(const Transport &transport);
    void learnLimit(int sessions);
    bool defer(Request &request, const Transport &transport);
    void admitDeferred(const Transport &transport);

    std::deque<Request> m_queue; ///< the first is being opened when m_opening
    bool m_opening = false;
    TimePoint m_askedAt = never; ///< when the server was asked for the first
    unsigned int m_window = 0;   ///< bytes that the first may receive
    std::vector<Request> m_deferred;
    int m_deferredAt = 0; ///< session channels that were open when the server refused one more
    TimePoint m_limitedUntil = never; ///< so long that is taken for the limit
    bool m_hadSession = false;        ///< on this connection
    TimePoint m_againAt = never;
};

} // namespace Atelier::Ssh
