// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backend/ssh/commandqueue.h"

#include <memory>

namespace Atelier::Ssh {

class ChannelTask;

/** Takes work to the thread that does it: that of one session, or of one among several to the same
 * place. Any thread may call it; it may outlive what it leads to. */
class TaskDesk
{
public:
    TaskDesk() = default;
    TaskDesk(const TaskDesk &) = delete;
    TaskDesk &operator=(const TaskDesk &) = delete;
    virtual ~TaskDesk() = default;

    /** Gives @p task to a session. One that nobody takes any more is cancelled. */
    virtual void submit(const std::shared_ptr<ChannelTask> &task) = 0;
    /** Runs @p command where listeners live. False: dropped, the session has ended. */
    virtual bool post(CommandQueue::Command command) = 0;
    /** Something has changed that tasks look at. */
    virtual void wake() = 0;
};

} // namespace Atelier::Ssh
