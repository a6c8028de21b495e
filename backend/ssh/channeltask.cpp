// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/ssh/channeltask.h"

#include "backend/ssh/channelopener.h"

namespace Atelier::Ssh {

ChannelTask::ChannelTask(ChannelSpec spec, TimePoint deadline)
    : m_spec(std::move(spec))
    , m_deadline(deadline)
{
}

bool ChannelTask::drive(Link &link, const PollSet &poll)
{
    bool moved = prepare(poll);
    if (m_phase != Phase::Finished && Clock::now() >= m_deadline) {
        expired();
        moved = true;
    }
    if (m_phase == Phase::Waiting) {
        if (!link.place(shared_from_this())) {
            return moved; // no room anywhere yet, or on its way to another connection
        }
        if (link.transport() != nullptr) {
            m_phase = Phase::Opening;
            m_link = &link;
            link.opener().request(weak_from_this(), m_spec); // asks after the tasks, in this turn
            return moved;
        }
        if (!link.mayReturn() && !isPatient()) {
            fail(link.reason());
        }
    } else if (m_phase == Phase::Open) {
        moved = work(*link.transport()) || moved;
    }
    return moved;
}

void ChannelTask::channelOpened(Result<Channel> channel)
{
    if (m_phase != Phase::Opening) {
        return;
    }
    if (!channel) {
        fail(channel.error());
        return;
    }
    m_channel = std::move(*channel);
    m_phase = Phase::Open;
}

bool ChannelTask::channelDeferred(int openSessions)
{
    if (m_phase != Phase::Opening || !m_link->mayMove(openSessions)) {
        return false;
    }
    m_ticket.reset();
    m_phase = Phase::Waiting;
    return true;
}

void ChannelTask::linkLost(const Error &error, bool mayReturn)
{
    if (m_phase == Phase::Open) {
        fail(error);
    } else if (m_phase == Phase::Opening) {
        // Nothing has happened on the server yet, so the next connection may serve.
        m_phase = Phase::Waiting;
    }
    if (m_phase == Phase::Waiting) {
        m_ticket.reset(); // another connection may serve
    }
    if (m_phase == Phase::Waiting && !mayReturn && !isPatient()) {
        fail(error);
    }
}

bool ChannelTask::mayWiden(unsigned long bytes)
{
    ChannelDeleter &deleter = m_channel.get_deleter();
    if (deleter.share.window == 0 && deleter.transport->channels().windows().take(bytes)) {
        deleter.share.window = bytes;
    }
    return deleter.share.window >= bytes;
}

void ChannelTask::finish()
{
    m_phase = Phase::Finished;
    if (m_channel) {
        // Its request may still be open: nobody else could make one on this connection.
        m_channel.get_deleter().transport->endRequest(this);
    }
    m_channel.reset();
    m_ticket.reset(); // after the channel: its place is free once it has been given back
}

} // namespace Atelier::Ssh
