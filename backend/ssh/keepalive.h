// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backend/ssh/channel.h"
#include "backend/ssh/channelopener.h"

#include <cstdint>

namespace Atelier::Ssh {

/**
 * When a connection that was last heard of at @p last is asked: at the next multiple of @p
 * interval. All connections of a program are asked at the same instants, so that an idle one wakes
 * once.
 */
[[nodiscard]] TimePoint nextTick(TimePoint last, std::chrono::milliseconds interval);

/**
 * Asks the server for a sign of life after a silence and reports a connection that gives none.
 *
 * The question is a request for a channel of a type that no server has: it must be answered (RFC
 * 4254, section 5.1), costs the server nothing, and libssh2 takes the answer away, while answers to
 * libssh2_keepalive_send() pile up in its packet list, which every read searches.
 *
 * Bytes alone are no proof of life when they stay few and the answer is not among them: with one
 * bit of a packet's length changed on the way, libssh2 waits for the rest of a packet that nobody
 * sends, and takes the answers for it.
 *
 * libssh2 reads the socket only on behalf of a channel. What arrives while none is open is
 * taken in by the same question.
 */
class KeepAlive final : public ChannelOwner
{
public:
    explicit KeepAlive(std::chrono::milliseconds interval);

    /** @p self is this object. True when something moved; isSilent() when no answer came. */
    bool drive(const std::shared_ptr<KeepAlive> &self, Transport &transport, ChannelOpener &opener);
    /** Asks at once; without an answer within @p limit the connection counts as silent. */
    void askNow(std::chrono::milliseconds limit);
    [[nodiscard]] TimePoint deadline(const Transport &transport) const;
    [[nodiscard]] bool isSilent() const { return m_silent; }
    void channelOpened(Result<Channel> channel) override;

private:
    [[nodiscard]] bool isStuck(const Transport &transport) const;
    void probe(const std::shared_ptr<KeepAlive> &self,
               const Transport &transport,
               ChannelOpener &opener);
    bool ask(const std::shared_ptr<KeepAlive> &self, Transport &transport, ChannelOpener &opener);

    std::chrono::milliseconds m_interval;
    std::chrono::milliseconds m_limit; ///< for the answer to the present question
    bool m_askNow = false;
    TimePoint m_lastAsked = TimePoint::min();
    bool m_waiting = false; ///< for a sign of life since m_lastAsked
    bool m_silent = false;
    bool m_isProbing = false; ///< a probe is on its way since m_probedAt
    TimePoint m_probedAt = never;
    std::uint64_t m_receivedBefore = 0;
};

} // namespace Atelier::Ssh
