// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backend/core/uniquefd.h"

#include <sys/eventfd.h>

#include <functional>
#include <stop_token>

namespace Atelier::Node {

/** A descriptor that becomes readable when a stop is requested, for poll(2). */
class StopSignal final
{
public:
    explicit StopSignal(const std::stop_token &stop)
        : m_event(::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK))
        , m_callback(stop, [this] { raise(); })
    {
    }
    StopSignal(const StopSignal &) = delete;
    StopSignal &operator=(const StopSignal &) = delete;
    ~StopSignal() = default;

    [[nodiscard]] int descriptor() const { return m_event.get(); }

private:
    void raise() const
    {
        // It can only fail when it is readable already.
        static_cast<void>(::eventfd_write(m_event.get(), 1));
    }

    UniqueFd m_event;
    std::stop_callback<std::function<void()>> m_callback; // last: uses the descriptor
};

} // namespace Atelier::Node
