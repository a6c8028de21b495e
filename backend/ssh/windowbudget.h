// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace Atelier::Ssh {

/** How much the wide windows of one connection may be together, in bytes: what a window allows, a
 * server may send, and it stays in memory while its reader stands still. */
class WindowBudget final
{
public:
    static constexpr unsigned long limit = 64UL * 1024 * 1024;

    /** False: so much is not left, and the channel keeps an ordinary window. */
    [[nodiscard]] bool take(unsigned long bytes)
    {
        if (bytes > limit - m_taken) {
            return false;
        }
        m_taken += bytes;
        return true;
    }
    void giveBack(unsigned long bytes) { m_taken -= bytes; }

private:
    unsigned long m_taken = 0;
};

} // namespace Atelier::Ssh
