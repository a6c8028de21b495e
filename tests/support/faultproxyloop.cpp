// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/faultproxyloop.h"

#include <sys/eventfd.h>
#include <sys/socket.h>

#include <algorithm>
#include <future>
#include <memory>

namespace Atelier::Test {

namespace {

constexpr int backlog = 512;

UniqueFd boundSocket(sockaddr_in &address)
{
    UniqueFd socket(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
    const int on = 1;
    auto *any = reinterpret_cast<sockaddr *>(&address); // NOLINT: the system's way
    socklen_t size = sizeof address;
    if (!socket.isValid()
        || ::setsockopt(socket.get(), SOL_SOCKET, SO_REUSEPORT, &on, sizeof on) != 0
        || ::bind(socket.get(), any, size) != 0 || ::getsockname(socket.get(), any, &size) != 0) {
        return {};
    }
    return socket;
}

} // namespace

FaultProxy::Loop::Loop(sockaddr_in target)
{
    m_state.target = target;
    m_address.sin_family = AF_INET;
    m_address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    m_reserve = boundSocket(m_address);
    m_wake = UniqueFd(::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK));
    listen();
    m_isListening = m_listener.isValid() && m_wake.isValid();
    m_port = ntohs(m_address.sin_port);
    m_thread = std::thread([this] { run(); });
}

FaultProxy::Loop::~Loop()
{
    call([this] { m_stopping = true; });
    m_thread.join();
}

void FaultProxy::Loop::call(const std::function<void()> &work)
{
    // Shared: the thread may still be leaving it when the caller goes on.
    const auto done = std::make_shared<std::promise<void>>();
    {
        const std::lock_guard lock(m_mutex);
        m_calls.emplace_back([&work, done] {
            work();
            done->set_value();
        });
    }
    const std::uint64_t one = 1;
    static_cast<void>(::write(m_wake.get(), &one, sizeof one)); // full means that it wakes anyway
    done->get_future().wait();
}

void FaultProxy::Loop::listen()
{
    m_listener = boundSocket(m_address);
    if (m_listener.isValid() && ::listen(m_listener.get(), backlog) != 0) {
        m_listener.reset();
    }
}

void FaultProxy::Loop::refuse(bool on)
{
    if (on) {
        m_listener.reset(); // m_reserve keeps the port, and who doesn't listen refuses
    } else if (!m_listener.isValid()) {
        listen();
    }
}

void FaultProxy::Loop::goAway(bool on)
{
    m_state.isAway = on;
    if (on) {
        // Linux drops a SYN while the queue of connections to be accepted is full.
        static_cast<void>(::listen(m_listener.get(), 0));
        for (int count = 0; count < 4; ++count) {
            fill();
        }
        return;
    }
    m_fillers.clear();
    static_cast<void>(::listen(m_listener.get(), backlog));
}

void FaultProxy::Loop::releaseAll()
{
    m_state.stalled = {};
    std::ranges::for_each(m_links, &FaultLink::release);
}

std::int64_t FaultProxy::Loop::moved(Direction direction, int connection) const
{
    for (const auto &link : m_links) {
        if (link.number() == connection) {
            return link.moved(direction);
        }
    }
    const auto index = static_cast<std::size_t>(connection - 1);
    return index < m_past.size() ? m_past.at(index).at(static_cast<std::size_t>(direction)) : 0;
}

void FaultProxy::Loop::run()
{
    while (!m_stopping) {
        wait();
        if ((m_polled[0].revents & POLLIN) != 0) {
            std::uint64_t count = 0;
            static_cast<void>(::read(m_wake.get(), &count, sizeof count));
        }
        const ProxyTime now = ProxyClock::now();
        runCalls();
        for (auto &link : m_links) {
            link.drive(m_polled, m_state, now);
        }
        if ((m_polled[1].revents & POLLIN) != 0) {
            accept();
        }
        for (const auto &link : m_links) {
            if (link.isFinished()) {
                m_past.resize(std::max(m_past.size(), static_cast<std::size_t>(link.number())));
                m_past.at(static_cast<std::size_t>(link.number() - 1)) = {
                    link.moved(Direction::Up), link.moved(Direction::Down)};
            }
        }
        m_links.remove_if([](const auto &link) { return link.isFinished(); });
    }
    for (auto &link : m_links) {
        link.cut(Fault::Reset);
    }
}

void FaultProxy::Loop::wait()
{
    const ProxyTime now = ProxyClock::now();
    m_polled.clear();
    m_polled.push_back({.fd = m_wake.get(), .events = POLLIN, .revents = 0});
    const int listener = m_state.isAway ? -1 : m_listener.get();
    m_polled.push_back({.fd = listener, .events = POLLIN, .revents = 0});
    ProxyTime next = noTime;
    for (auto &link : m_links) {
        link.watch(m_polled, m_state, now);
        next = std::min(next, link.deadline(m_state, now));
    }
    timespec left{};
    if (next > now && next != noTime) {
        const auto span = std::chrono::duration_cast<std::chrono::nanoseconds>(next - now);
        left.tv_sec = span.count() / 1'000'000'000;
        left.tv_nsec = span.count() % 1'000'000'000;
    }
    // Interrupted or not: the next turn looks at everything again.
    if (::ppoll(m_polled.data(), m_polled.size(), next == noTime ? nullptr : &left, nullptr) < 0) {
        std::ranges::for_each(m_polled, [](pollfd &each) { each.revents = 0; });
    }
}

void FaultProxy::Loop::runCalls()
{
    std::vector<std::function<void()>> calls;
    {
        const std::lock_guard lock(m_mutex);
        calls.swap(m_calls);
    }
    for (const auto &work : calls) {
        work();
    }
}

void FaultProxy::Loop::accept()
{
    while (m_listener.isValid() && !m_state.isAway) {
        sockaddr_in peer{};
        socklen_t size = sizeof peer;
        UniqueFd client(::accept4(m_listener.get(),
                                  reinterpret_cast<sockaddr *>(&peer), // NOLINT: the system's way
                                  &size,
                                  SOCK_CLOEXEC | SOCK_NONBLOCK));
        if (!client.isValid()) {
            return;
        }
        if (std::erase(m_fillerPorts, ntohs(peer.sin_port)) == 0) {
            m_links.emplace_back(std::move(client), ++m_accepted, m_silent, m_state);
        }
    }
}

void FaultProxy::Loop::fill()
{
    sockaddr_in own{};
    own.sin_family = AF_INET;
    own.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    UniqueFd filler = boundSocket(own);
    // NOLINTNEXTLINE(cppcoreguidelines-pro-type-reinterpret-cast): the system's way
    static_cast<void>(
        ::connect(filler.get(), reinterpret_cast<sockaddr *>(&m_address), sizeof m_address));
    m_fillerPorts.push_back(ntohs(own.sin_port));
    m_fillers.push_back(std::move(filler));
}

} // namespace Atelier::Test
