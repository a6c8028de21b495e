// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backend/ssh/deadline.h"

#include <poll.h>

#include <cstddef>
#include <optional>
#include <vector>

namespace Atelier::Ssh {

/** The descriptors of one turn of the loop and what poll(2) said about them. */
class PollSet final
{
public:
    using Slot = std::optional<std::size_t>;

    void clear() { m_entries.clear(); }
    /** What was ready counts as dealt with. */
    void forget();
    /** Watches @p fd in this turn; the slot is valid until the next clear(). */
    [[nodiscard]] Slot watch(int fd, short events);
    /** Sleeps until a descriptor is ready or @p deadline has come. */
    void wait(TimePoint deadline);
    [[nodiscard]] short ready(Slot slot) const;

private:
    std::vector<pollfd> m_entries;
};

} // namespace Atelier::Ssh
