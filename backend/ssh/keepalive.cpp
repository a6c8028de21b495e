// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/ssh/keepalive.h"

#include <algorithm>

namespace Atelier::Ssh {

namespace {

/** Below this libssh2 sends no keep-alive, in seconds. */
constexpr unsigned int shortestInterval = 2;
/** libssh2 takes no longer packet. */
constexpr std::uint64_t longestPacket = 40'000;
/** So many intervals a probe may take. Where this brings less than a packet, no busy line delays
 * it. */
constexpr int probePatience = 3;

/** The way around an opening that takes long, such as one to a TCP port that nobody answers. */
void sendGlobalRequest(Transport &transport)
{
    int next = 0;
    libssh2_keepalive_config(transport.session(), 1, shortestInterval);
    transport.failOn(libssh2_keepalive_send(transport.session(), &next));
}

} // namespace

TimePoint nextTick(TimePoint last, std::chrono::milliseconds interval)
{
    return TimePoint((last.time_since_epoch() / interval + 1) * Clock::duration(interval));
}

KeepAlive::KeepAlive(std::chrono::milliseconds interval)
    : m_interval(interval)
    , m_limit(interval)
{
}

void KeepAlive::askNow(std::chrono::milliseconds limit)
{
    m_askNow = true;
    m_limit = limit;
}

void KeepAlive::channelOpened(Result<Channel>)
{
    // Whatever the answer says, it has been received. A channel, should there be one, closes here.
    m_isProbing = false;
}

TimePoint KeepAlive::deadline(const Transport &transport) const
{
    if (m_askNow) {
        return Clock::now();
    }
    if (m_waiting && transport.socket().lastReceived() <= m_lastAsked) {
        return m_lastAsked + m_limit;
    }
    if (m_interval.count() <= 0) {
        return never;
    }
    return nextTick(std::max(transport.socket().lastReceived(), m_lastAsked), m_interval);
}

bool KeepAlive::drive(const std::shared_ptr<KeepAlive> &self,
                      Transport &transport,
                      ChannelOpener &opener)
{
    if (opener.isIdle() && transport.socket().hasUnreadInput()) {
        probe(self, transport, opener);
        return true;
    }
    if (isStuck(transport)) {
        m_silent = true;
        return false;
    }
    if (transport.socket().lastReceived() > m_lastAsked) {
        m_waiting = false; // any byte is a sign of life
    }
    if (m_askNow) {
        m_askNow = false;
        return ask(self, transport, opener);
    }
    if (Clock::now() < deadline(transport)) {
        return false;
    }
    if (m_waiting) {
        m_silent = true;
        return false;
    }
    m_limit = m_interval;
    return ask(self, transport, opener);
}

bool KeepAlive::isStuck(const Transport &transport) const
{
    return m_isProbing && m_interval.count() > 0
           && Clock::now() - m_probedAt > probePatience * m_interval
           && transport.socket().received() - m_receivedBefore < longestPacket;
}

void KeepAlive::probe(const std::shared_ptr<KeepAlive> &self,
                      const Transport &transport,
                      ChannelOpener &opener)
{
    m_isProbing = true;
    m_probedAt = Clock::now();
    m_receivedBefore = transport.socket().received();
    opener.request(self, ChannelSpec::probe());
}

bool KeepAlive::ask(const std::shared_ptr<KeepAlive> &self,
                    Transport &transport,
                    ChannelOpener &opener)
{
    m_lastAsked = Clock::now();
    m_waiting = true;
    if (opener.isIdle()) {
        probe(self, transport, opener);
    } else {
        sendGlobalRequest(transport);
    }
    return true;
}

} // namespace Atelier::Ssh
