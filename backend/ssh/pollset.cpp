// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/ssh/pollset.h"

#include <algorithm>
#include <limits>

namespace Atelier::Ssh {

PollSet::Slot PollSet::watch(int fd, short events)
{
    m_entries.push_back({.fd = fd, .events = events, .revents = 0});
    return m_entries.size() - 1;
}

void PollSet::wait(TimePoint deadline)
{
    int timeout = -1;
    if (deadline != never) {
        // Rounded up: waking a moment early would mean waking twice.
        const auto left = std::chrono::ceil<std::chrono::milliseconds>(deadline - Clock::now());
        timeout = static_cast<int>(std::clamp<std::chrono::milliseconds::rep>(
            left.count(), 0, std::numeric_limits<int>::max()));
    }
    if (::poll(m_entries.data(), m_entries.size(), timeout) < 0) {
        forget(); // interrupted by a signal
    }
}

void PollSet::forget()
{
    for (pollfd &entry : m_entries) {
        entry.revents = 0;
    }
}

short PollSet::ready(Slot slot) const
{
    return slot && *slot < m_entries.size() ? m_entries[*slot].revents : short{0};
}

} // namespace Atelier::Ssh
