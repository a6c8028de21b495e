// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/ssh/openssh/socketrelay.h"

#include <poll.h>
#include <pthread.h>
#include <sys/eventfd.h>
#include <sys/socket.h>

#include <algorithm>
#include <cerrno>
#include <cstdint>

namespace Atelier::Ssh {

namespace {

constexpr std::size_t relayBuffer = std::size_t{64} * 1024;

bool isPassing(ssize_t count)
{
    return count < 0 && (errno == EAGAIN || errno == EINTR);
}

} // namespace

SocketRelay::SocketRelay()
    : m_event(::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK))
    , m_thread([this] { run(); })
{
}

SocketRelay::~SocketRelay()
{
    {
        const std::scoped_lock lock(m_mutex);
        m_stopping = true;
    }
    wake();
    m_thread.join();
}

void SocketRelay::join(UniqueFd near, std::shared_ptr<UniqueFd> far)
{
    {
        const std::scoped_lock lock(m_mutex);
        m_new.push_back({.near = std::move(near), .far = std::move(far)});
    }
    ++m_count;
    wake();
}

void SocketRelay::wake()
{
    const std::uint64_t one = 1;
    // Fails only when the counter is full, and then the thread is awake already.
    static_cast<void>(::write(m_event.get(), &one, sizeof one));
}

void SocketRelay::run()
{
    static_cast<void>(::pthread_setname_np(::pthread_self(), "ssh relay")); // for debuggers only
    std::list<Pair> pairs;
    std::vector<pollfd> polled;
    while (true) {
        {
            const std::scoped_lock lock(m_mutex);
            if (m_stopping) {
                break;
            }
            for (Pair &pair : m_new) {
                pairs.push_back(std::move(pair));
            }
            m_new.clear();
        }
        polled.assign(1, {.fd = m_event.get(), .events = POLLIN, .revents = 0});
        for (const Pair &pair : pairs) {
            for (std::size_t side = 0; side < 2; ++side) {
                const Way &out = pair.ways.at(side);
                const Way &in = pair.ways.at(1 - side);
                const bool wantsInput = !out.hasEnded && out.data.empty();
                const auto events = (wantsInput ? POLLIN : 0) | (in.data.empty() ? 0 : POLLOUT);
                // A hang-up that nobody asked for would be reported without end.
                polled.push_back({.fd = events != 0 ? pair.socket(side) : -1,
                                  .events = static_cast<short>(events),
                                  .revents = 0});
            }
        }
        // Interrupted or not: what is ready is tried below.
        static_cast<void>(::poll(polled.data(), polled.size(), -1));
        std::uint64_t count = 0;
        static_cast<void>(::read(m_event.get(), &count, sizeof count));
        for (Pair &pair : pairs) {
            move(pair, 0);
            move(pair, 1);
            if (pair.isBroken) {
                reset(pair);
            }
        }
        const auto before = pairs.size();
        std::erase_if(pairs, [](const Pair &pair) {
            return pair.isBroken || (pair.ways[0].isShut && pair.ways[1].isShut);
        });
        m_count -= static_cast<int>(before - pairs.size());
    }
    std::ranges::for_each(pairs, &SocketRelay::reset);
}

void SocketRelay::move(Pair &pair, std::size_t from)
{
    Way &way = pair.ways.at(from);
    if (!way.hasEnded && way.data.empty()) {
        way.data.resize(relayBuffer);
        const ssize_t count = ::recv(
            pair.socket(from), way.data.data(), way.data.size(), MSG_DONTWAIT);
        pair.isBroken = pair.isBroken || (count < 0 && !isPassing(count));
        way.hasEnded = count == 0;
        way.data.resize(static_cast<std::size_t>(std::max<ssize_t>(count, 0)));
        way.begin = 0;
    }
    if (!way.data.empty()) {
        const ssize_t count = ::send(pair.socket(1 - from),
                                     way.data.data() + way.begin,
                                     way.data.size() - way.begin,
                                     MSG_NOSIGNAL | MSG_DONTWAIT);
        pair.isBroken = pair.isBroken || (count < 0 && !isPassing(count));
        way.begin += static_cast<std::size_t>(std::max<ssize_t>(count, 0));
        if (way.begin == way.data.size()) {
            way.data.clear();
        }
    }
    if (way.hasEnded && way.data.empty() && !way.isShut) {
        // Fails only when that side has gone, which reading from it says.
        static_cast<void>(::shutdown(pair.socket(1 - from), SHUT_WR));
        way.isShut = true;
    }
}

void SocketRelay::reset(Pair &pair)
{
    const linger hard{.l_onoff = 1, .l_linger = 0};
    // Where it fails the peer sees an ordinary end.
    static_cast<void>(::setsockopt(pair.near.get(), SOL_SOCKET, SO_LINGER, &hard, sizeof hard));
    pair.near.reset();
}

} // namespace Atelier::Ssh
