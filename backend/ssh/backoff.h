// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <algorithm>
#include <chrono>

namespace Atelier::Ssh {

/** How long to wait before the next attempt: 0.25 s, doubling to 15 s. */
class Backoff final
{
public:
    [[nodiscard]] std::chrono::milliseconds next()
    {
        const auto span = m_next;
        m_next = std::min(m_next * 2, longest);
        return span;
    }
    void reset() { m_next = first; }

private:
    static constexpr std::chrono::milliseconds first{250};
    static constexpr std::chrono::milliseconds longest{15'000};
    std::chrono::milliseconds m_next = first;
};

} // namespace Atelier::Ssh
