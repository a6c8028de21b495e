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
        if (link.transport() != nullptr) {
            m_phase = Phase::Opening;
            link.opener().request(weak_from_this(), m_spec);
            return true;
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

void ChannelTask::linkLost(const Error &error, bool mayReturn)
{
    if (m_phase == Phase::Open) {
        fail(error);
    } else if (m_phase == Phase::Opening) {
        // Nothing has happened on the server yet, so the next connection may serve.
        m_phase = Phase::Waiting;
    }
    if (m_phase == Phase::Waiting && !mayReturn && !isPatient()) {
        fail(error);
    }
}

void ChannelTask::finish()
{
    m_channel.reset();
    m_phase = Phase::Finished;
}

} // namespace Atelier::Ssh
