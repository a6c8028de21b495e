// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backend/core/uniquefd.h"

#include <functional>
#include <mutex>
#include <vector>

namespace Atelier::Sftp {

/** What other threads want done in an engine's. Outlives the engine in the hands of who may still
 *  call. */
class Inlet final
{
public:
    using Call = std::move_only_function<void()>;

    Inlet();
    /** Any thread. After close() the call is dropped. */
    void post(Call call);
    /** Any thread: the engine looks around once. */
    void wake();
    /** Nothing is taken any more; what had been is returned. */
    [[nodiscard]] std::vector<Call> close();
    /** The engine's thread: what has come since the last time. */
    [[nodiscard]] std::vector<Call> take();
    [[nodiscard]] int descriptor() const { return m_event.get(); }

private:
    std::mutex m_mutex;
    std::vector<Call> m_calls;
    bool m_isClosed = false;
    UniqueFd m_event;
};

} // namespace Atelier::Sftp
