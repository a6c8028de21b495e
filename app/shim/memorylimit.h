// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/shim/spec.h"
#include "backend/posix/durablefile.h"

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>

namespace Atelier::Shim {

/**
 * The control group that keeps a node to its memory, of version 2 or 1, and what the kernel ended
 * in it because there was none left. Without a group everything here does nothing.
 */
class MemoryLimit final
{
public:
    using Clock = std::chrono::steady_clock;

    /** Makes the group that @p spec names; false where that is not allowed, and nothing is left. */
    [[nodiscard]] bool make(const Spec &spec);
    /** Removes it; no process may be left in it. */
    void remove();

    // For poll(): when this descriptor has these events, or the time has come, look.
    [[nodiscard]] int descriptor() const;
    [[nodiscard]] short events() const;
    [[nodiscard]] std::optional<Clock::time_point> nextLook() const;
    void heard();
    /** Writes memory.json when the kernel has ended something since the last time. */
    void look();

private:
    [[nodiscard]] bool limit(std::uint64_t bytes);
    [[nodiscard]] bool follow();
    [[nodiscard]] std::uint64_t kills() const;
    [[nodiscard]] std::string file(const char *name) const;

    std::string m_group;
    std::uint64_t m_limit = 0;
    std::uint64_t m_known = 0; ///< kills that were there or are written down
    bool m_unified = true;
    Posix::Descriptor m_counter; ///< the file that counts kills
    Posix::Descriptor m_event;   ///< version 1 tells through it
    std::optional<Clock::time_point> m_lookUntil;
};

} // namespace Atelier::Shim
