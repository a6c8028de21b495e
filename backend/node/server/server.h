// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backend/node/protocol/frame.h"
#include "backend/node/protocol/hello.h"
#include "backend/node/server/framewriter.h"
#include "backend/node/server/handlertable.h"

#include <condition_variable>
#include <cstdint>
#include <map>
#include <memory>
#include <mutex>

namespace Atelier::Node {

class ActiveRequest;

/**
 * Serves one studio over two descriptors until its end: reads frames in the thread of run(), and
 * serves each request in a thread of its own, at most @ref mostRequests at once.
 */
class Server final
{
public:
    /** @p handlers outlive the server and the threads that it may leave behind. */
    Server(int input, int output, const HandlerTable &handlers);
    Server(const Server &) = delete;
    Server &operator=(const Server &) = delete;
    ~Server();

    /** 0: the studio has gone; 1: it broke the protocol. Requests are told to stop and get two
     *  seconds: @ref hasLeftThreads says whether one hangs, as on a dead network file system. */
    [[nodiscard]] int run();
    [[nodiscard]] bool hasLeftThreads() const;

    static constexpr std::size_t mostRequests = 64;

private:
    struct State;

    [[nodiscard]] Outcome<void> take(std::string_view bytes);
    [[nodiscard]] Outcome<void> takeFrame(const FrameView &frame);
    void start(std::uint32_t id, std::string_view payload);
    void stopAll();

    int m_input;
    const HandlerTable &m_handlers;
    HelloReader m_hello{Role::Studio};
    FrameReader m_frames;
    bool m_isGreeted = false;
    std::shared_ptr<State> m_state; ///< shared with the threads
};

} // namespace Atelier::Node
