// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backend/ssh/backoff.h"
#include "backend/ssh/channelopener.h"
#include "backend/ssh/commandqueue.h"
#include "backend/ssh/connection.h"
#include "backend/ssh/connector.h"
#include "backend/ssh/destination.h"
#include "backend/ssh/keepalive.h"
#include "backend/ssh/reply.h"
#include "backend/ssh/siblings.h"
#include "backend/ssh/tasklist.h"

#include <functional>
#include <memory>
#include <thread>
#include <vector>

namespace Atelier::Ssh {

/**
 * The thread of one session: a loop over poll(2) that connects, keeps the connection alive, and
 * drives the tasks. It sleeps while nothing is due. All members but the constructor and
 * destructor belong to that thread; others reach it through the CommandQueue.
 */
class SessionThread final : public Link
{
public:
    using StateHandler = std::function<void(SessionState, const Error &)>;

    /** Starts the thread, which calls @p stateChanged. */
    SessionThread(std::shared_ptr<CommandQueue> queue,
                  Destination destination,
                  StateHandler stateChanged,
                  const Membership &membership = {});
    SessionThread(const SessionThread &) = delete;
    SessionThread &operator=(const SessionThread &) = delete;
    /** Ends everything with Error::Code::Cancelled and waits for the thread, which waits for
     * nothing. */
    ~SessionThread() override;

    // Commands
    void open(Reply<void> reply);
    void close();
    void setReconnecting(bool on);
    void setDestination(Destination destination);
    /** The network or the computer has come back: what waits is tried now, and a connection that
     *  has died meanwhile is found out within two seconds. */
    void checkLink();
    [[nodiscard]] bool isExtra() const { return m_membership.isExtra(); }
    /** What the present connection was made with. */
    [[nodiscard]] const Destination &connectedTo() const { return m_connectedTo; }
    /** One of several: connects unless it does already. */
    void connectAtNeed();

    // Link
    [[nodiscard]] Transport *transport() override { return m_transport.get(); }
    [[nodiscard]] ChannelOpener &opener() override { return m_opener; }
    [[nodiscard]] bool mayReturn() const override
    {
        return m_connector || m_retryAt != never || m_membership.isExtra();
    }
    [[nodiscard]] Error reason() const override;
    void add(std::shared_ptr<Task> task) override { m_tasks.add(std::move(task)); }
    [[nodiscard]] bool place(const std::shared_ptr<ChannelTask> &task) override;
    [[nodiscard]] bool mayMove(int openSessions) override;

private:
    void run();
    void shutDown();
    void runCommands(std::vector<CommandQueue::Command> commands);
    void watch();
    [[nodiscard]] TimePoint nextDeadline() const;
    bool drive();
    bool driveConnector();
    bool driveTasks();
    void beginConnecting();
    void connected(std::unique_ptr<Transport> transport);
    void connectFailed(const Error &error);
    void connectionLost(const Error &error);
    void dropConnection(const Error &error);
    void restWhenIdle();
    void cancelTasks(bool all);
    void answerOpens(const Result<void> &result);
    [[nodiscard]] static Error notConnected();
    void setState(SessionState state, const Error &error = {});

    std::shared_ptr<CommandQueue> m_queue;
    Destination m_destination;
    Destination m_connectedTo;
    StateHandler m_stateChanged;
    Membership m_membership;
    bool m_stopping = false;
    bool m_moved = false;
    bool m_reconnecting = false;
    bool m_wasReady = false; ///< since the last open() or close()
    SessionState m_state = SessionState::Disconnected;
    Error m_reason;
    Backoff m_backoff;
    TimePoint m_connectedAt = {};
    TimePoint m_retryAt = never;
    TimePoint m_busyUntil = never; ///< until then a server without room is tried again
    TimePoint m_restAt = never;
    bool m_linkChecked = false; ///< since the connection was last known to live
    std::vector<Reply<void>> m_opens;
    PollSet m_poll;
    PollSet::Slot m_queueSlot;
    std::unique_ptr<Connector> m_connector;
    std::unique_ptr<Transport> m_transport;
    std::shared_ptr<KeepAlive> m_keepAlive; // after m_transport: its channel goes first
    ChannelOpener m_opener;
    TaskList m_tasks;     // after m_transport, likewise
    std::thread m_thread; // last: uses all of the above
};

} // namespace Atelier::Ssh
