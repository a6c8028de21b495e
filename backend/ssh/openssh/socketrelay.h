// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backend/core/uniquefd.h"

#include <array>
#include <atomic>
#include <list>
#include <memory>
#include <mutex>
#include <thread>
#include <vector>

namespace Atelier::Ssh {

/** Moves bytes between pairs of sockets, each way with its own end, in a thread of its own that
 * sleeps while nothing moves. */
class SocketRelay final
{
public:
    SocketRelay();
    SocketRelay(const SocketRelay &) = delete;
    SocketRelay &operator=(const SocketRelay &) = delete;
    /** Resets what is still joined. */
    ~SocketRelay();

    /** Joins the two until both have ended. @p near is reset when @p far breaks. */
    void join(UniqueFd near, std::shared_ptr<UniqueFd> far);
    [[nodiscard]] int pairs() const { return m_count; }

private:
    /** One way: what was read from one socket and not written to the other. */
    struct Way
    {
        std::vector<char> data;
        std::size_t begin = 0;
        bool hasEnded = false; ///< nothing more comes
        bool isShut = false;   ///< and the other side was told
    };
    struct Pair
    {
        UniqueFd near;
        std::shared_ptr<UniqueFd> far;
        std::array<Way, 2> ways = {}; ///< from near, from far
        bool isBroken = false;
        [[nodiscard]] int socket(std::size_t side) const
        {
            return side == 0 ? near.get() : far->get();
        }
    };

    void run();
    static void move(Pair &pair, std::size_t from);
    static void reset(Pair &pair);
    void wake();

    UniqueFd m_event;
    std::mutex m_mutex;
    std::vector<Pair> m_new;
    bool m_stopping = false;
    std::atomic<int> m_count{0};
    std::thread m_thread; // last: uses all of the above
};

} // namespace Atelier::Ssh
