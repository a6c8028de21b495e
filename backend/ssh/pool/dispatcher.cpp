// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/ssh/pool/dispatcher.h"

#include "backend/ssh/channeltask.h"
#include "backend/ssh/elsewhere.h"
#include "backend/ssh/login/secretstore.h"
#include "backend/ssh/pool/downtime.h"
#include "backend/ssh/pool/unattended.h"

#include <algorithm>
#include <ranges>
#include <system_error>

namespace Atelier::Ssh {

namespace {

/** A channel that has moved so much is no interactive one. */
constexpr std::size_t bulkSize = std::size_t{1024} * 1024;

} // namespace

/** A channel's place: counted as long as this lives. */
class Dispatcher::PlaceOnMember final : public Ticket
{
public:
    PlaceOnMember(std::weak_ptr<Dispatcher> dispatcher, int member, ChannelNeed need)
        : m_dispatcher(std::move(dispatcher))
        , m_member(member)
        , m_isSession(need.isSession)
        , m_isBulk(need.isBulk)
    {
    }
    PlaceOnMember(const PlaceOnMember &) = delete;
    PlaceOnMember &operator=(const PlaceOnMember &) = delete;
    ~PlaceOnMember() override
    {
        if (const auto dispatcher = m_dispatcher.lock()) {
            dispatcher->release(m_member, m_isSession, m_isBulk);
        }
    }

    void passed(std::size_t bytes) override
    {
        m_passed += bytes;
        if (m_isBulk || m_passed < bulkSize) {
            return;
        }
        m_isBulk = true;
        if (const auto dispatcher = m_dispatcher.lock()) {
            dispatcher->mark(m_member);
        }
    }

private:
    std::weak_ptr<Dispatcher> m_dispatcher;
    int m_member;
    bool m_isSession;
    bool m_isBulk; ///< counted as such
    std::size_t m_passed = 0;
};

Dispatcher::Dispatcher(Destination destination,
                       std::chrono::milliseconds rest,
                       SessionThread::StateHandler stateChanged)
    : m_destination(
          withSecrets(std::move(destination), nullptr)) // all members share what was asked
    , m_rest(rest)
    , m_stateChanged(std::move(stateChanged))
{
}

Dispatcher::~Dispatcher()
{
    shutDown();
}

void Dispatcher::shutDown()
{
    std::array<std::unique_ptr<SessionThread>, width> threads;
    {
        const QMutexLocker locker(&m_mutex);
        m_ended = true;
        std::ranges::transform(
            m_members, threads.begin(), [](Member &member) { return std::move(member.thread); });
    }
    // Without the mutex: what ends gives its places back.
}

bool Dispatcher::startThread(int number)
{
    Member &member = m_members.at(static_cast<std::size_t>(number));
    if (m_ended || member.thread) {
        return !m_ended;
    }
    try {
        member.thread = std::make_unique<SessionThread>(
            member.queue,
            number == 0 ? m_destination : unattended(m_destination),
            [this, number](SessionState state, const Error &error) {
                stateChanged(number, state, error);
            },
            Membership{.siblings = this, .number = number, .rest = m_rest});
    } catch (const std::system_error &) {
        member.downUntil = deadlineIn(
            downTime(Error::Code::Exhausted)); // no more threads for this program
        return false;
    }
    return true;
}

void Dispatcher::submit(const std::shared_ptr<ChannelTask> &task)
{
    Placement placement = place(task->spec());
    if (placement.ticket) {
        task->setTicket(std::move(placement.ticket));
    }
    // Without a place it waits in the thread of the first session.
    send(placement.member, task);
}

void Dispatcher::send(int member, const std::shared_ptr<ChannelTask> &task)
{
    bool isSent = false;
    {
        const QMutexLocker locker(&m_mutex);
        isSent = startThread(member)
                 && m_members.at(static_cast<std::size_t>(member))
                        .queue->post([task](SessionThread &thread) {
                            thread.add(task);
                            thread.connectAtNeed();
                        });
    }
    if (!isSent) {
        task->cancel();
    }
}

bool Dispatcher::post(CommandQueue::Command command)
{
    const QMutexLocker locker(&m_mutex);
    return startThread(0) && m_members.front().queue->post(std::move(command));
}

void Dispatcher::wake()
{
    const QMutexLocker locker(&m_mutex);
    for (const Member &member : m_members) {
        if (member.thread) {
            member.queue->wake();
        }
    }
}

void Dispatcher::tellAll(const std::function<void(SessionThread &)> &command)
{
    const QMutexLocker locker(&m_mutex);
    for (const Member &member : m_members) {
        if (member.thread) {
            member.queue->post(command);
        }
    }
}

void Dispatcher::setDestination(const Destination &destination)
{
    {
        const QMutexLocker locker(&m_mutex);
        const bool hasMoved = isElsewhere(m_destination, destination);
        // The first one stays until it is lost, as a single connection would.
        for (MemberLoad &load : m_loads | std::views::drop(1)) {
            load.isLeft = load.isLeft || (hasMoved && (load.isReady() || load.isComing()));
        }
        m_destination = withSecrets(destination, m_destination.secrets);
        forgetLimit();
    }
    tellAll([destination](SessionThread &thread) {
        thread.setDestination(thread.isExtra() ? unattended(destination) : destination);
    });
}

std::span<const MemberLoad> Dispatcher::currentLoads()
{
    for (std::size_t number = 0; number < m_members.size(); ++number) {
        m_loads.at(number).isDown = Clock::now() < m_members.at(number).downUntil;
    }
    return m_loads;
}

std::array<MemberLoad, Dispatcher::width> Dispatcher::loads() const
{
    const QMutexLocker locker(&m_mutex);
    return m_loads;
}

Placement Dispatcher::place(const ChannelSpec &spec)
{
    const ChannelNeed need{.isSession = spec.kind == ChannelSpec::Kind::Session,
                           .isBulk = spec.isBulk};
    const QMutexLocker locker(&m_mutex);
    if (Clock::now() >= m_limitedUntil) {
        forgetLimit(); // it may have counted what has ended since
    }
    const auto chosen = choose(currentLoads(), need, m_sessionLimit);
    if (!chosen) {
        m_someWait = true;
        return {};
    }
    MemberLoad &load = m_loads.at(static_cast<std::size_t>(*chosen));
    ++load.channels;
    load.sessions += need.isSession ? 1 : 0;
    load.bulk += need.isBulk ? 1 : 0;
    return {.ticket = std::make_unique<PlaceOnMember>(weak_from_this(), *chosen, need),
            .member = *chosen};
}

void Dispatcher::release(int member, bool isSession, bool isBulk)
{
    const QMutexLocker locker(&m_mutex);
    MemberLoad &load = m_loads.at(static_cast<std::size_t>(member));
    --load.channels;
    load.sessions -= isSession ? 1 : 0;
    load.bulk -= isBulk ? 1 : 0;
    wakeWaiting();
}

void Dispatcher::mark(int member)
{
    const QMutexLocker locker(&m_mutex);
    ++m_loads.at(static_cast<std::size_t>(member)).bulk;
    openSpare();
}

void Dispatcher::openSpare()
{
    const auto spare = spareToOpen(currentLoads());
    if (spare && startThread(*spare)) {
        m_members.at(static_cast<std::size_t>(*spare)).queue->post([](SessionThread &thread) {
            thread.connectAtNeed();
        });
    }
}

void Dispatcher::wakeWaiting()
{
    if (!std::exchange(m_someWait, false)) {
        return;
    }
    for (const Member &member : m_members) {
        if (member.thread) {
            member.queue->wake();
        }
    }
}

void Dispatcher::sessionsLimited(int count)
{
    const QMutexLocker locker(&m_mutex);
    const int limit = std::max(count, 1);
    if (limit <= m_sessionLimit) {
        m_sessionLimit = limit;
        m_limitedUntil = deadlineIn(ChannelOpener::limitTrust);
    }
}

bool Dispatcher::mayRest(int member)
{
    const QMutexLocker locker(&m_mutex);
    const auto number = static_cast<std::size_t>(member);
    std::array<MemberLoad, width> without = m_loads;
    without.at(number).state = SessionState::Disconnected;
    // Not the one that is kept for the next interactive channel, nor one that a task is under way
    // to.
    return m_loads.at(number).channels == 0 && !spareToOpen(without);
}

void Dispatcher::stateChanged(int member, SessionState state, const Error &error)
{
    {
        const QMutexLocker locker(&m_mutex);
        const auto number = static_cast<std::size_t>(member);
        MemberLoad &load = m_loads.at(number);
        const bool wasMade = std::exchange(load.state, state) == SessionState::Ready;
        // By where it leads, in its own thread: it may have begun before it heard of a move, and
        // may have begun anew since.
        const auto &thread = m_members.at(number).thread;
        load.isLeft = member > 0 && thread && (load.isReady() || load.isComing())
                      && isElsewhere(thread->connectedTo(), m_destination);
        if (member > 0 && !wasMade
            && (state == SessionState::Failed || state == SessionState::Lost)) {
            m_members.at(number).downUntil = deadlineIn(downTime(error.code));
        }
        if (member == 0 && state == SessionState::Lost) {
            forgetLimit(); // it may come back as another server
        }
        if (state == SessionState::Ready && m_loads.front().isMarked()) {
            openSpare();
        }
        wakeWaiting();
    }
    if (member == 0) {
        m_stateChanged(state, error);
    }
}

} // namespace Atelier::Ssh
