// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backend/ssh/channel.h"

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
 * channel; then it is asked again a little later.
 */
class ChannelOpener final
{
public:
    /** Answers @p owner by channelOpened() unless it is gone by then. */
    void request(const std::weak_ptr<ChannelOwner> &owner, ChannelSpec spec);
    /** True when something moved. */
    bool drive(Transport &transport);
    /** When there is something to ask again. */
    [[nodiscard]] TimePoint deadline() const { return m_againAt; }
    [[nodiscard]] bool isIdle() const { return m_queue.empty(); }
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
    bool defer(Request &request, const Transport &transport);
    void admitDeferred(const Transport &transport);

    std::deque<Request> m_queue; ///< the first is being opened when m_opening
    bool m_opening = false;
    TimePoint m_askedAt = never; ///< when the server was asked for the first
    std::vector<Request> m_deferred;
    int m_deferredAt = 0;      ///< session channels that were open when the server refused one more
    bool m_hadSession = false; ///< on this connection
    TimePoint m_againAt = never;
};

} // namespace Atelier::Ssh
