// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdlib>

namespace Atelier::Ssh {

/**
 * Keeps one LIBSSH2_SESSION from taking all memory; lives in the session's thread.
 *
 * libssh2 1.11 takes a packet of AES-GCM that fails its authentication for a packet of type 1: it
 * forgets the buffer, reads the same bytes again, and so on without end, so that one changed bit
 * on the way fills the machine's memory. Here that ends: who takes this much without having asked
 * the socket once gets no more, which libssh2 reports as a fault of the connection. What it has
 * forgotten by then is lost.
 *
 * It is malloc's memory, because libssh2 gives some of it back by free() itself.
 */
class SessionMemory final
{
public:
    /** Null when there is none, or when libssh2 runs in circles. */
    [[nodiscard]] void *allocate(std::size_t size)
    {
        return mayTake(size) ? std::malloc(size) : nullptr; // NOLINT(cppcoreguidelines-no-malloc)
    }
    [[nodiscard]] void *reallocate(void *memory, std::size_t size)
    {
        // NOLINTNEXTLINE(cppcoreguidelines-no-malloc,bugprone-suspicious-realloc-usage)
        return mayTake(size) ? std::realloc(memory, size) : nullptr;
    }
    /** The socket was asked: libssh2 gets on. */
    void socketAsked() { m_sinceAsked = 0; }

private:
    /** libssh2 reads 35,000 bytes at once, and makes of them less than four times as much. */
    static constexpr std::size_t limit = std::size_t{512} * 1024;

    [[nodiscard]] bool mayTake(std::size_t size)
    {
        m_sinceAsked += size;
        return m_sinceAsked <= limit;
    }

    std::size_t m_sinceAsked = 0;
};

} // namespace Atelier::Ssh
