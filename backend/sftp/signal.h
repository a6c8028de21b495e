// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <coroutine>
#include <utility>
#include <vector>

namespace Atelier::Sftp {

/** Lets coroutines of one thread wait until something has changed. Who wakes looks again: it may be
 *  called for another's sake. */
class Signal final
{
public:
    Signal() = default;
    Signal(const Signal &) = delete;
    Signal &operator=(const Signal &) = delete;
    ~Signal() = default;

    /** Everybody who waits goes on before this returns; the Signal may be gone then. */
    void notify()
    {
        for (const auto handle : std::exchange(m_waiting, {})) {
            handle.resume();
        }
    }

    // NOLINTBEGIN(readability-identifier-naming): the language's names
    struct Wait
    {
        Signal *signal;
        [[nodiscard]] bool await_ready() const { return false; }
        void await_suspend(std::coroutine_handle<> handle) const
        {
            signal->m_waiting.push_back(handle);
        }
        void await_resume() const {}
    };
    // NOLINTEND(readability-identifier-naming)
    [[nodiscard]] Wait wait() { return {this}; }

private:
    std::vector<std::coroutine_handle<>> m_waiting;
};

} // namespace Atelier::Sftp
