// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backend/ssh/task.h"

#include <memory>
#include <utility>
#include <vector>

namespace Atelier::Ssh {

/** The tasks of one session's loop; lives in its thread. */
class TaskList final
{
public:
    /** A task that goes to another connection, and which. */
    using Leaving = std::pair<std::shared_ptr<ChannelTask>, int>;

    void add(std::shared_ptr<Task> task) { m_tasks.push_back(std::move(task)); }
    [[nodiscard]] bool isEmpty() const { return m_tasks.empty(); }
    void watch(PollSet &poll) const;
    [[nodiscard]] TimePoint deadline() const;
    /** True when something moved. */
    bool drive(Link &link, const PollSet &poll);
    /** From within drive(): @p task is taken out of the list at its end. */
    void leave(const std::shared_ptr<ChannelTask> &task, int member);
    [[nodiscard]] std::vector<Leaving> takeLeaving() { return std::exchange(m_leaving, {}); }
    void linkLost(const Error &error, bool mayReturn);
    /** @p all: also what survives a close. */
    void cancel(bool all);
    void clear() { m_tasks.clear(); }

private:
    void removeFinished();

    std::vector<std::shared_ptr<Task>> m_tasks;
    std::vector<Leaving> m_leaving;
};

} // namespace Atelier::Ssh
