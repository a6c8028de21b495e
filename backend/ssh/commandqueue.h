// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backend/core/uniquefd.h"

#include <QMutex>

#include <functional>
#include <vector>

namespace Atelier::Ssh {

class SessionThread;

/** What other threads ask of a session's thread; an eventfd wakes it. Outlives the session where a
 * tunnel or process does. */
class CommandQueue final
{
public:
    using Command = std::move_only_function<void(SessionThread &)>;

    CommandQueue();

    /** False once the session has ended: the command was dropped. */
    bool post(Command command);
    void wake();

    // The session's thread:
    [[nodiscard]] int descriptor() const { return m_event.get(); }
    [[nodiscard]] std::vector<Command> take();
    /** Takes what is left; nothing is accepted afterwards. */
    [[nodiscard]] std::vector<Command> close();

private:
    QMutex m_mutex;
    std::vector<Command> m_commands;
    bool m_closed = false;
    UniqueFd m_event;
};

} // namespace Atelier::Ssh
