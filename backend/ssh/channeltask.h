// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backend/ssh/channel.h"
#include "backend/ssh/siblings.h"
#include "backend/ssh/task.h"

#include <memory>

namespace Atelier::Ssh {

/**
 * A task that needs one channel: waits for the connection, asks for the channel, then works on it.
 * Among several connections it may go to another one as long as it has no channel.
 */
class ChannelTask
    : public Task
    , public ChannelOwner
    , public std::enable_shared_from_this<ChannelTask>
{
public:
    bool drive(Link &link, const PollSet &poll) final;
    [[nodiscard]] TimePoint deadline() const override { return m_deadline; }
    [[nodiscard]] bool isFinished() const final { return m_phase == Phase::Finished; }
    void linkLost(const Error &error, bool mayReturn) final;
    void channelOpened(Result<Channel> channel) final;
    [[nodiscard]] bool channelDeferred(int openSessions) final;

    [[nodiscard]] const ChannelSpec &spec() const { return m_spec; }
    [[nodiscard]] bool hasTicket() const { return m_ticket != nullptr; }
    /** For connections that share the load: where this task's channel is counted. */
    void setTicket(std::unique_ptr<Ticket> ticket) { m_ticket = std::move(ticket); }

protected:
    enum class Phase { Waiting, Opening, Open, Finished };

    ChannelTask(ChannelSpec spec, TimePoint deadline);

    [[nodiscard]] Phase phase() const { return m_phase; }
    [[nodiscard]] LIBSSH2_CHANNEL *channel() const { return m_channel.get(); }
    void setDeadline(TimePoint deadline) { m_deadline = deadline; }
    /** @p bytes more have gone through the channel. */
    void passed(std::size_t bytes)
    {
        if (m_ticket) {
            m_ticket->passed(bytes);
        }
    }
    /** Whether the channel may have a window of @p bytes, of all that its connection has for wide
     *  ones. */
    [[nodiscard]] bool mayWiden(unsigned long bytes);
    /** Gives the channel back; no function of this class is called afterwards. */
    void finish();

    /** In every turn and phase, first; for whom the task works may have gone. */
    virtual bool prepare(const PollSet &poll) = 0;
    /** The channel is open: moves bytes; true when something moved. */
    virtual bool work(Transport &transport) = 0;
    /** Ends for @p error: calls finish(). */
    virtual void fail(const Error &error) = 0;
    /** The deadline has come: fails or, on an open channel, does what it must. */
    virtual void expired() = 0;
    /** True: waits for a connection even while none is being made. */
    [[nodiscard]] virtual bool isPatient() const { return false; }

private:
    ChannelSpec m_spec;
    Link *m_link = nullptr; ///< while the channel is being opened
    std::unique_ptr<Ticket> m_ticket;
    Phase m_phase = Phase::Waiting;
    TimePoint m_deadline;
    Channel m_channel;
};

} // namespace Atelier::Ssh
