// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backend/ssh/channel.h"
#include "backend/ssh/connection.h"

#include <chrono>
#include <memory>

namespace Atelier::Ssh {

class ChannelTask;

/** The place of one channel on one of several connections; free again when it is destroyed. */
class Ticket
{
public:
    Ticket() = default;
    Ticket(const Ticket &) = delete;
    Ticket &operator=(const Ticket &) = delete;
    virtual ~Ticket() = default;

    /** The channel has moved @p bytes more, either way. */
    virtual void passed(std::size_t bytes) = 0;
};

/** Which connection a channel goes to; without a ticket there is no room on any. */
struct Placement
{
    std::unique_ptr<Ticket> ticket = {};
    int member = 0;
};

/** The connections to one place as the thread of each sees the others. Any thread. */
class Siblings
{
public:
    Siblings() = default;
    Siblings(const Siblings &) = delete;
    Siblings &operator=(const Siblings &) = delete;
    virtual ~Siblings() = default;

    [[nodiscard]] virtual Placement place(const ChannelSpec &spec) = 0;
    /** Takes @p task, which has a ticket for @p member, to that member's thread. */
    virtual void send(int member, const std::shared_ptr<ChannelTask> &task) = 0;
    /** Servers allow so many session channels on one connection, as a refusal has shown. */
    virtual void sessionsLimited(int count) = 0;
    /** Whether @p member, which has nothing to do, may close. */
    [[nodiscard]] virtual bool mayRest(int member) = 0;
};

/** What a session is among several to the same place. */
struct Membership
{
    Siblings *siblings = nullptr; ///< outlives the thread; null: there are no others
    int number = 0;               ///< 0 is the one that stays, others come and go with the work
    std::chrono::milliseconds rest{0}; ///< how long one of the others may be without work

    [[nodiscard]] bool isExtra() const { return number > 0; }
};

} // namespace Atelier::Ssh
