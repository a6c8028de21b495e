// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/sftp/engine.h"

#include "backend/sftp/diskthreads.h"
#include "backend/sftp/errors.h"
#include "backend/sftp/greeting.h"

#include <poll.h>

#include <algorithm>

namespace Atelier::Sftp {

namespace {

/** A bulk channel that takes longer to open is done without: some connections wait without end for
 *  a server with MaxSessions 1. */
constexpr std::chrono::seconds openingPatience{3};

/** Nobody waits for an engine that ends, but the process may. */
constexpr std::chrono::seconds farewell{1};

/** As a server answers, or a connection that waits for one, when no further channel is allowed. */
bool isNoRoom(const Error &error)
{
    return error.code == Error::Code::ChannelRefused || error.code == Error::Code::TimedOut;
}

} // namespace

Engine::Engine(AskStream ask, std::chrono::milliseconds patience)
    : m_ask(std::move(ask))
    , m_patience(patience)
    , m_thread([this] { run(); })
{
}

Engine::~Engine()
{
    m_isClosing = true;
    m_inlet->wake();
    m_thread.join();
}

void Engine::retire(std::unique_ptr<Engine> engine)
{
    engine->m_isClosing = true;
    engine->m_inlet->wake();
    diskThreads().start([last = std::shared_ptr(std::move(engine))]() mutable { last.reset(); });
}

void Engine::abort(const WorkPointer &work)
{
    work->isAborted = true;
    m_wasStopped = true;
    m_inlet->wake();
}

WorkPointer Engine::makeWork(std::stop_token stop)
{
    std::erase_if(m_works, [](const auto &work) { return work.expired(); });
    auto work = std::make_shared<Work>(*this, std::move(stop), [this] {
        m_wasStopped = true;
        m_inlet->wake();
    });
    m_works.push_back(work);
    return work;
}

bool Work::isStopped() const
{
    return isAborted || stop.stop_requested() || engine.isClosing();
}

std::vector<ChannelPointer> Engine::channels() const
{
    std::vector<ChannelPointer> found = m_retired;
    for (const Slot &slot : m_slots) {
        for (const ChannelPointer &channel : {slot.channel, slot.greeted}) {
            if (channel) {
                found.push_back(channel);
            }
        }
    }
    return found;
}

void Engine::run()
{
    while (!m_isClosing) {
        runCalls();
        turn();
    }
    finish();
}

void Engine::runCalls()
{
    for (Inlet::Call &call : m_inlet->take()) {
        call();
    }
    const bool wasStopped = m_wasStopped.exchange(false);
    const std::vector<ChannelPointer> all = channels();
    m_retired.clear();
    for (const ChannelPointer &channel : all) {
        channel->checkDeadline();
        channel->settle(wasStopped || m_isClosing);
    }
    if (wasStopped || m_isClosing) {
        m_changed.notify();
    }
}

void Engine::giveUpOpening()
{
    for (std::size_t number = 1; number < m_slots.size(); ++number) {
        Slot &slot = m_slots.at(number);
        if (slot.isOpening && !slot.refusal && Clock::now() >= slot.askedAt + openingPatience) {
            slot.refusal = Error{.code = Error::Code::TimedOut, .message = {}};
            ++slot.attempts;
            m_changed.notify();
        }
    }
}

void Engine::turn(Clock::time_point latest)
{
    giveUpOpening();
    const std::vector<ChannelPointer> open = channels();
    std::vector<pollfd> polled{{.fd = m_inlet->descriptor(), .events = POLLIN, .revents = 0}};
    auto soonest = latest;
    for (const ChannelPointer &channel : open) {
        // A descriptor below zero is passed over.
        const bool isOver = channel->error() || channel->hasEnded();
        polled.push_back(
            {.fd = isOver ? -1 : channel->descriptor(), .events = channel->events(), .revents = 0});
        soonest = std::min(soonest, channel->deadline());
    }
    for (const Slot &slot : m_slots) {
        if (slot.isOpening && !slot.refusal && &slot != &m_slots.front()) {
            soonest = std::min(soonest, slot.askedAt + openingPatience);
        }
    }
    int wait = -1;
    if (soonest != Clock::time_point::max()) {
        const auto left = std::chrono::ceil<std::chrono::milliseconds>(soonest - Clock::now());
        wait = static_cast<int>(std::clamp<long long>(left.count(), 0, 3'600'000));
    }
    if (::poll(polled.data(), polled.size(), wait) < 0) {
        return; // EINTR; nothing was filled in
    }
    for (std::size_t i = 0; i < open.size(); ++i) {
        if (polled[i + 1].revents != 0) {
            open[i]->drive(polled[i + 1].revents);
        }
    }
}

void Engine::finish()
{
    // What was posted and not begun answers "cancelled" as it is destroyed.
    const auto isAlive = [this] {
        return std::ranges::any_of(m_works, [](const auto &work) { return !work.expired(); });
    };
    runCalls();
    while (isAlive()) {
        pollfd polled{.fd = m_inlet->descriptor(), .events = POLLIN, .revents = 0};
        static_cast<void>(::poll(&polled, 1, 10));
        runCalls();
    }
    // What is to be removed from the server is still told to it.
    const auto last = Clock::now() + farewell;
    const auto isTalking = [](const auto &channel) {
        return channel->unsent() > 0 && !channel->error() && !channel->hasEnded();
    };
    while (Clock::now() < last && std::ranges::any_of(channels(), isTalking)) {
        turn(last);
        runCalls();
    }
    static_cast<void>(m_inlet->close());
}

Task<Result<ChannelPointer>> Engine::channel(WorkPointer work, int number)
{
    while (!work->isStopped()) {
        number = m_hasRoomForOne ? 0 : number;
        Slot &slot = m_slots.at(static_cast<std::size_t>(number));
        if (slot.channel && !slot.channel->error()) {
            co_return slot.channel;
        }
        if (!slot.isOpening) {
            askFor(number);
        }
        const int before = slot.attempts;
        while (slot.attempts == before && !work->isStopped()) {
            co_await m_changed.wait();
        }
        if (slot.refusal && !work->isStopped()) {
            if (number > 0 && isNoRoom(*slot.refusal)) {
                m_hasRoomForOne = true;
                continue;
            }
            co_return failure(*slot.refusal);
        }
    }
    co_return failure(cancelledError());
}

void Engine::askFor(int number)
{
    Slot &slot = m_slots.at(static_cast<std::size_t>(number));
    slot.isOpening = true;
    slot.askedAt = Clock::now();
    slot.refusal.reset();
    if (slot.channel) {
        m_hasRoomForOne = false; // the next connection may be to another server
        m_retired.push_back(std::move(slot.channel)); // its last requests are still to be answered
        slot.channel.reset();
    }
    const std::weak_ptr inlet = m_inlet;
    m_ask(number > 0, [this, inlet, number](const Result<Ssh::Stream> &stream) {
        // As long as the inlet takes calls, the engine is there.
        if (const auto open = inlet.lock()) {
            open->post([this, number, stream] { static_cast<void>(take(number, stream)); });
        }
    });
}

Task<Done> Engine::take(int number, Result<Ssh::Stream> stream)
{
    Slot &slot = m_slots.at(static_cast<std::size_t>(number));
    if (stream) {
        const auto channel = std::make_shared<Channel>(std::move(*stream), m_patience);
        slot.greeted = channel;
        watchEnd(channel);
        const WorkPointer work = makeWork({});
        const auto greeting = co_await greet(work, channel);
        slot.greeted.reset();
        if (greeting) {
            slot.channel = channel;
            slot.refusal.reset();
            m_hasRoomForOne = m_hasRoomForOne && number == 0; // late, but there is room
            m_leftovers.removeBy(channel);
        } else {
            slot.refusal = greeting.error();
        }
    } else {
        slot.refusal = stream.error();
    }
    slot.isOpening = false;
    ++slot.attempts;
    m_changed.notify();
    co_return Done();
}

void Engine::watchEnd(const ChannelPointer &channel)
{
    const std::weak_ptr inlet = m_inlet;
    const std::weak_ptr watched = channel;
    channel->end().then(QtFuture::Launch::Sync,
                        [inlet, watched](const Result<Ssh::StreamEnd> &end) {
                            const auto open = inlet.lock();
                            if (open) {
                                open->post([watched, end] {
                                    if (const auto found = watched.lock()) {
                                        found->ended(end);
                                    }
                                });
                            }
                        });
}

Task<std::optional<Result<void>>> Engine::elsewhere(WorkPointer work,
                                                    std::function<Result<void>()> function)
{
    const auto answer = std::make_shared<std::optional<Result<void>>>();
    diskThreads().start([this, inlet = m_inlet, answer, function = std::move(function)] {
        auto result = function();
        // As long as the inlet takes calls, the engine is there.
        inlet->post([this, answer, result = std::move(result)] {
            *answer = result;
            m_changed.notify();
        });
    });
    while (!*answer && !work->isStopped()) {
        co_await m_changed.wait();
    }
    co_return *answer;
}

} // namespace Atelier::Sftp
