// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backend/ssh/destination.h"
#include "backend/ssh/pool/choice.h"
#include "backend/ssh/sessionthread.h"
#include "backend/ssh/siblings.h"
#include "backend/ssh/taskdesk.h"

#include <QMutex>

#include <array>
#include <limits>
#include <memory>

namespace Atelier::Ssh {

/**
 * Up to three sessions to the same destination: says where each channel goes, and takes it there.
 * The first session is the connection as its owner sees it; the others are made when they are
 * needed, close when they have had nothing to do for a while, and are made again.
 *
 * Owned by a PooledConnection; any thread may call it.
 */
class Dispatcher final
    : public TaskDesk
    , public Siblings
    , public std::enable_shared_from_this<Dispatcher>
{
public:
    static constexpr int width = 3;

    Dispatcher(Destination destination,
               std::chrono::milliseconds rest,
               SessionThread::StateHandler stateChanged);
    ~Dispatcher() override;

    // The owner's thread
    /** Ends every session and waits for their threads; the last call. */
    void shutDown();
    /** Runs @p command in the thread of every session that has one. */
    void tellAll(const std::function<void(SessionThread &)> &command);
    void setDestination(const Destination &destination);

    // TaskDesk
    void submit(const std::shared_ptr<ChannelTask> &task) override;
    bool post(CommandQueue::Command command) override;
    void wake() override;

    // Siblings
    [[nodiscard]] Placement place(const ChannelSpec &spec) override;
    void send(int member, const std::shared_ptr<ChannelTask> &task) override;
    void sessionsLimited(int count) override;
    [[nodiscard]] bool mayRest(int member) override;

    [[nodiscard]] std::array<MemberLoad, width> loads() const;

private:
    class PlaceOnMember;

    struct Member
    {
        std::shared_ptr<CommandQueue> queue = std::make_shared<CommandQueue>();
        std::unique_ptr<SessionThread> thread = {};
        TimePoint downUntil = TimePoint::min();
    };

    void stateChanged(int member, SessionState state, const Error &error);
    void release(int member, bool isSession, bool isBulk);
    void mark(int member);
    // With the mutex held:
    bool startThread(int number);
    [[nodiscard]] std::span<const MemberLoad> currentLoads();
    void openSpare();
    void forgetLimit()
    {
        m_sessionLimit = std::numeric_limits<int>::max();
        m_limitedUntil = never;
    }
    void wakeWaiting();

    mutable QMutex m_mutex;
    Destination m_destination;
    std::chrono::milliseconds m_rest;
    SessionThread::StateHandler m_stateChanged;
    std::array<MemberLoad, width> m_loads;
    int m_sessionLimit = std::numeric_limits<int>::max();
    TimePoint m_limitedUntil = never; ///< so long that is taken for the limit
    bool m_someWait = false;          ///< for room on any connection
    bool m_ended = false;
    std::array<Member, width> m_members; // last: its threads use all of the above
};

} // namespace Atelier::Ssh
