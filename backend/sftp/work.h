// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <memory>
#include <stop_token>

namespace Atelier::Sftp {

class Engine;

/** One operation that somebody asked for; lives in the engine's thread, shared by its coroutines.
 */
struct Work
{
    Work(Engine &owner, std::stop_token token, const std::function<void()> &stopped)
        : engine(owner)
        , stop(std::move(token))
        , onStop(stop, stopped)
    {
    }

    [[nodiscard]] bool isStopped() const;

    Engine &engine; ///< outlives every Work
    std::stop_token stop;
    std::stop_callback<std::function<void()>> onStop; ///< wakes the engine
    bool isAborted = false; ///< one part has failed: the others need not go on
};
using WorkPointer = std::shared_ptr<Work>;

} // namespace Atelier::Sftp
