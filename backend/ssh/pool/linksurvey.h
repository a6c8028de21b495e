// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backend/ssh/channel.h"
#include "backend/ssh/destination.h"
#include "backend/ssh/reply.h"
#include "backend/ssh/task.h"

#include <memory>
#include <optional>

namespace Atelier::Ssh {

/**
 * Asks a standing connection whether bulk data to its server is better carried by OpenSSH's client:
 * the server is near, and that client can log in as the connection did without anybody being asked:
 * by the one key file that was accepted. It is offered nothing else, because it would also use keys
 * that want a touch or a PIN, and agents that ask. A login by an agent's key therefore is not
 * repeated.
 * Lives in the session's thread.
 */
class LinkSurvey final
    : public Task
    , public ChannelOwner
    , public std::enable_shared_from_this<LinkSurvey>
{
public:
    /** The destination with exactly the host key that the connection has verified and the key file
     * that it logged in by, without an agent; or nothing. */
    using Finding = std::optional<Destination>;

    /** @p wanted: where bulk data is to go. @p connectedTo: where the connection leads, with the
     * secrets that it took. Error::Code::Unavailable: there is no connection, or it still leads to
     * where the server was. */
    LinkSurvey(Destination wanted, const Destination &connectedTo, Reply<Finding> reply);

    void watch(PollSet &poll) override;
    bool drive(Link &link, const PollSet &poll) override;
    [[nodiscard]] TimePoint deadline() const override { return m_deadline; }
    [[nodiscard]] bool isFinished() const override { return m_isFinished; }
    void linkLost(const Error &error, bool mayReturn) override;
    void cancel() override;
    void channelOpened(Result<Channel> channel) override;

private:
    [[nodiscard]] Finding finding(const Transport &transport) const;
    void answer(Result<Finding> result);

    Destination m_wanted;
    bool m_isElsewhere;
    bool m_isPossible; ///< as far as destinations tell
    Reply<Finding> m_reply;
    TimePoint m_deadline;
    bool m_isAsked = false;
    bool m_isAnswered = false; ///< the connection has measured the way there and back
    bool m_isFinished = false;
};

} // namespace Atelier::Ssh
