// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backend/core/uniquefd.h"
#include "tests/support/faultlink.h"

#include <array>
#include <functional>
#include <list>
#include <mutex>
#include <thread>
#include <vector>

namespace Atelier::Test {

/** The thread with its sockets. All but call() and the constructor belongs to it. */
class FaultProxy::Loop final
{
public:
    explicit Loop(sockaddr_in target);
    Loop(const Loop &) = delete;
    Loop &operator=(const Loop &) = delete;
    ~Loop();

    [[nodiscard]] bool isListening() const { return m_isListening; }
    [[nodiscard]] std::uint16_t port() const { return m_port; }

    /** Has the thread run @p work, and waits for it. */
    void call(const std::function<void()> &work);

    template<typename T>
    [[nodiscard]] T ask(const std::function<T()> &question)
    {
        T answer{};
        call([&] { answer = question(); });
        return answer;
    }

    void listen();
    void refuse(bool on);
    void goAway(bool on);
    void releaseAll();
    [[nodiscard]] std::int64_t moved(Direction direction, int connection) const;

    FaultState m_state;
    std::list<FaultLink> m_links;
    int m_accepted = 0;
    bool m_silent = false;

private:
    void run();
    void wait();
    void accept();
    void fill();
    void runCalls();

    sockaddr_in m_address{};
    UniqueFd m_reserve;
    UniqueFd m_listener;
    UniqueFd m_wake;
    bool m_isListening = false;
    std::uint16_t m_port = 0;
    std::vector<UniqueFd> m_fillers;
    std::vector<std::uint16_t> m_fillerPorts;
    std::vector<std::array<std::int64_t, 2>> m_past; ///< what ended connections have moved
    std::vector<pollfd> m_polled;
    bool m_stopping = false;
    std::mutex m_mutex;
    std::vector<std::function<void()>> m_calls;
    std::thread m_thread; // last: uses all of the above
};

} // namespace Atelier::Test
