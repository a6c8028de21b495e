// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backend/core/error.h"
#include "backend/ssh/deadline.h"
#include "backend/ssh/pollset.h"

#include <memory>

namespace Atelier::Ssh {

class ChannelOpener;
class ChannelTask;
class Task;
class Transport;

/** What the tasks of a session see of its connection. */
class Link
{
public:
    Link() = default;
    Link(const Link &) = delete;
    Link &operator=(const Link &) = delete;
    virtual ~Link() = default;

    /** Null unless the session is Ready. */
    [[nodiscard]] virtual Transport *transport() = 0;
    [[nodiscard]] virtual ChannelOpener &opener() = 0;
    /** True while the session connects or will try to. */
    [[nodiscard]] virtual bool mayReturn() const = 0;
    /** Why there is no connection. */
    [[nodiscard]] virtual Error reason() const = 0;
    virtual void add(std::shared_ptr<Task> task) = 0;
    /** Whether @p task may ask for its channel here and now; it may be sent to another connection
     *  instead. */
    [[nodiscard]] virtual bool place(const std::shared_ptr<ChannelTask> &task) = 0;
    /** Whether a task that the server refused as more than @p openSessions may look elsewhere. */
    [[nodiscard]] virtual bool mayMove(int openSessions) = 0;
};

/** Something that lives in a session's loop: a command, an exchange, a listener, a tunnelled
 * connection. */
class Task
{
public:
    Task() = default;
    Task(const Task &) = delete;
    Task &operator=(const Task &) = delete;
    virtual ~Task() = default;

    /** Says which descriptors matter in this turn. */
    virtual void watch(PollSet &poll) = 0;
    /** Does what can be done without waiting; true when something moved and another turn is worth
     * it. */
    virtual bool drive(Link &link, const PollSet &poll) = 0;
    [[nodiscard]] virtual TimePoint deadline() const { return never; }
    [[nodiscard]] virtual bool isFinished() const = 0;
    /** The connection is gone and its channels with it. */
    virtual void linkLost(const Error &error, bool mayReturn) = 0;
    /** The session closes: ends with Error::Code::Cancelled. */
    virtual void cancel() = 0;
    /** Listeners survive Session::close(). */
    [[nodiscard]] virtual bool survivesClose() const { return false; }
};

} // namespace Atelier::Ssh
