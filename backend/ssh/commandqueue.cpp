// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/ssh/commandqueue.h"

#include <sys/eventfd.h>

#include <cstdint>
#include <utility>

namespace Atelier::Ssh {

CommandQueue::CommandQueue()
    : m_event(::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK))
{
}

bool CommandQueue::post(Command command)
{
    {
        const QMutexLocker locker(&m_mutex);
        if (m_closed) {
            return false;
        }
        m_commands.push_back(std::move(command));
    }
    wake();
    return true;
}

void CommandQueue::wake()
{
    const std::uint64_t one = 1;
    // Fails only when the counter is full, and then the thread is awake already.
    static_cast<void>(::write(m_event.get(), &one, sizeof one));
}

std::vector<CommandQueue::Command> CommandQueue::take()
{
    std::uint64_t count = 0;
    // Nothing to read is no fault: somebody else's event woke the thread.
    static_cast<void>(::read(m_event.get(), &count, sizeof count));
    const QMutexLocker locker(&m_mutex);
    return std::exchange(m_commands, {});
}

std::vector<CommandQueue::Command> CommandQueue::close()
{
    const QMutexLocker locker(&m_mutex);
    m_closed = true;
    return std::exchange(m_commands, {});
}

} // namespace Atelier::Ssh
