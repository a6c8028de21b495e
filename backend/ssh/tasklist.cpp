// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/ssh/tasklist.h"

#include "backend/ssh/channeltask.h"

#include <algorithm>

namespace Atelier::Ssh {

void TaskList::watch(PollSet &poll) const
{
    for (const auto &task : m_tasks) {
        task->watch(poll);
    }
}

TimePoint TaskList::deadline() const
{
    TimePoint next = never;
    for (const auto &task : m_tasks) {
        next = std::min(next, task->deadline());
    }
    return next;
}

bool TaskList::drive(Link &link, const PollSet &poll)
{
    bool moved = false;
    // By index: a listener adds tasks while it is driven.
    // NOLINTNEXTLINE(modernize-loop-convert)
    for (std::size_t index = 0; index < m_tasks.size(); ++index) {
        const auto task = m_tasks[index];
        moved = task->drive(link, poll) || moved;
    }
    for (const auto &[task, member] : m_leaving) {
        std::erase(m_tasks, task);
    }
    removeFinished();
    return moved;
}

void TaskList::leave(const std::shared_ptr<ChannelTask> &task, int member)
{
    m_leaving.emplace_back(task, member);
}

void TaskList::linkLost(const Error &error, bool mayReturn)
{
    for (const auto &task : m_tasks) {
        task->linkLost(error, mayReturn);
    }
    removeFinished();
}

void TaskList::cancel(bool all)
{
    for (const auto &task : m_tasks) {
        if (all || !task->survivesClose()) {
            task->cancel();
        }
    }
}

void TaskList::removeFinished()
{
    std::erase_if(m_tasks, [](const auto &task) { return task->isFinished(); });
}

} // namespace Atelier::Ssh
