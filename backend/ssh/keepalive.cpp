// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/ssh/keepalive.h"

#include <algorithm>

namespace Atelier::Ssh {

namespace {

/** Below this libssh2 sends no keep-alive, in seconds. */
constexpr unsigned int shortestInterval = 2;

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
{
}

void KeepAlive::channelOpened(Result<Channel>)
{
    // Whatever the answer says, it has been received. A channel, should there be one, closes here.
}

TimePoint KeepAlive::deadline(const Transport &transport) const
{
    if (m_interval.count() <= 0) {
        return never;
    }
    if (m_waiting && transport.lastReceived() <= m_lastAsked) {
        return m_lastAsked + m_interval;
    }
    return nextTick(std::max(transport.lastReceived(), m_lastAsked), m_interval);
}

bool KeepAlive::drive(const std::shared_ptr<KeepAlive> &self,
                      Transport &transport,
                      ChannelOpener &opener)
{
    if (opener.isIdle() && transport.hasUnreadInput()) {
        opener.request(self, ChannelSpec::probe());
        return true;
    }
    if (transport.lastReceived() > m_lastAsked) {
        m_waiting = false; // any byte is a sign of life
    }
    if (Clock::now() < deadline(transport)) {
        return false;
    }
    if (m_waiting) {
        m_silent = true;
        return false;
    }
    m_lastAsked = Clock::now();
    m_waiting = true;
    if (opener.isIdle()) {
        opener.request(self, ChannelSpec::probe());
    } else {
        sendGlobalRequest(transport);
    }
    return true;
}

} // namespace Atelier::Ssh
