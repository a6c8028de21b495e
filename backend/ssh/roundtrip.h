// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <algorithm>
#include <chrono>
#include <optional>

namespace Atelier::Ssh {

/** How long the way to the server and back takes, as far as it has shown. */
class RoundTrip final
{
public:
    /** Making the connection took @p span. */
    void noteConnected(std::chrono::milliseconds span) { m_connected = span; }
    /** An answer of the server took @p span. Better than the time to connect, which a proxy on the
     *  way answers by itself. */
    void noteAnswer(std::chrono::milliseconds span)
    {
        m_fastestAnswer = std::min(m_fastestAnswer.value_or(span), span);
    }
    [[nodiscard]] std::chrono::milliseconds span() const
    {
        return m_fastestAnswer.value_or(m_connected);
    }

    /** Not the same machine or network: what limits the rate is the window over the round trip. */
    [[nodiscard]] bool isFar() const { return span() > std::chrono::milliseconds(5); }

private:
    std::chrono::milliseconds m_connected{0};
    std::optional<std::chrono::milliseconds> m_fastestAnswer;
};

} // namespace Atelier::Ssh
