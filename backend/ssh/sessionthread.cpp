// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/ssh/sessionthread.h"

#include "backend/ssh/channeltask.h"
#include "backend/ssh/elsewhere.h"
#include "backend/ssh/errors.h"
#include "backend/ssh/login/secretstore.h"

#include <pthread.h>

#include <algorithm>

namespace Atelier::Ssh {

namespace {

/** How often a thread that nobody can wake looks for commands. */
constexpr std::chrono::milliseconds blindInterval{100};

} // namespace

SessionThread::SessionThread(std::shared_ptr<CommandQueue> queue,
                             Destination destination,
                             StateHandler stateChanged,
                             const Membership &membership)
    : m_queue(std::move(queue))
    , m_destination(withSecrets(std::move(destination), nullptr))
    , m_stateChanged(std::move(stateChanged))
    , m_membership(membership)
    , m_reason(notConnected())
    , m_thread([this] { run(); })
{
}

SessionThread::~SessionThread()
{
    m_queue->post([](SessionThread &thread) { thread.m_stopping = true; });
    m_thread.join();
}

void SessionThread::run()
{
    static_cast<void>(::pthread_setname_np(::pthread_self(), "ssh")); // for debuggers only
    while (!m_stopping) {
        m_poll.clear();
        watch();
        m_poll.wait(m_moved ? Clock::now() : nextDeadline());
        if (m_poll.ready(m_queueSlot) != 0 || m_queue->descriptor() < 0) {
            runCommands(m_queue->take());
        }
        m_moved = !m_stopping && drive();
        if (m_moved && m_transport) {
            // What has moved lets other things move, which needs no word of the kernel, mostly.
            m_transport->socket().flush();
            m_poll.forget();
            m_moved = drive();
        }
    }
    shutDown();
}

void SessionThread::shutDown()
{
    // What was asked for meanwhile is answered like everything else that is open: Cancelled.
    runCommands(m_queue->close());
    cancelTasks(true);
    dropConnection(cancelledError());
    m_tasks.clear();
    answerOpens(failure(cancelledError()));
}

void SessionThread::runCommands(std::vector<CommandQueue::Command> commands)
{
    for (auto &command : commands) {
        command(*this);
    }
}

void SessionThread::watch()
{
    m_queueSlot = m_poll.watch(m_queue->descriptor(), POLLIN);
    if (m_connector) {
        m_connector->watch(m_poll);
    }
    if (m_transport) {
        m_transport->socket().watch(m_poll);
    }
    m_tasks.watch(m_poll);
}

TimePoint SessionThread::nextDeadline() const
{
    TimePoint next = std::min({m_retryAt, m_restAt, m_tasks.deadline(), m_opener.deadline()});
    if (m_connector) {
        next = std::min(next, m_connector->deadline());
    }
    if (m_transport) {
        // What is sent right before the sleep may have shown a fault.
        next = m_transport->fault() ? Clock::now()
                                    : std::min(next, m_keepAlive->deadline(*m_transport));
    }
    if (m_queue->descriptor() < 0) {
        // No descriptor was left to be woken by: whoever waits for this thread waits for ever.
        next = std::min(next, deadlineIn(blindInterval));
    }
    return next;
}

bool SessionThread::drive()
{
    bool moved = false;
    if (m_retryAt != never && Clock::now() >= m_retryAt) {
        beginConnecting();
    }
    if (m_connector) {
        moved = driveConnector();
    }
    if (m_transport) {
        m_transport->socket().update(m_poll);
        moved = m_opener.drive(*m_transport) || moved;
    }
    moved = driveTasks() || moved;
    if (m_transport && m_opener.isDue()) {
        moved = m_opener.drive(*m_transport) || moved; // what they have just asked for
    }
    if (m_transport) {
        moved = m_transport->channels().drive() || moved;
        moved = m_keepAlive->drive(m_keepAlive, *m_transport, m_opener) || moved;
        if (const auto fault = m_transport->fault()) {
            connectionLost(m_transport->explain(lostError(m_connectedTo, *fault)));
            moved = true;
        } else if (m_keepAlive->isSilent()) {
            connectionLost(m_transport->explain(silentError(m_connectedTo)));
            moved = true;
        }
    }
    restWhenIdle();
    return moved;
}

bool SessionThread::driveTasks()
{
    const bool moved = m_tasks.drive(*this, m_poll);
    for (const auto &[task, member] : m_tasks.takeLeaving()) {
        m_membership.siblings->send(member, task);
    }
    return moved;
}

bool SessionThread::place(const std::shared_ptr<ChannelTask> &task)
{
    if (m_membership.siblings == nullptr || task->hasTicket()) {
        return true;
    }
    Placement placement = m_membership.siblings->place(task->spec());
    if (!placement.ticket) {
        return false;
    }
    task->setTicket(std::move(placement.ticket));
    if (placement.member != m_membership.number) {
        m_tasks.leave(task, placement.member);
        return false;
    }
    connectAtNeed();
    return true;
}

bool SessionThread::mayMove(int openSessions)
{
    if (m_membership.siblings == nullptr) {
        return false;
    }
    m_membership.siblings->sessionsLimited(openSessions);
    return true;
}

void SessionThread::connectAtNeed()
{
    if (m_membership.isExtra() && !m_transport && !m_connector) {
        beginConnecting();
    }
}

void SessionThread::restWhenIdle()
{
    if (!m_transport || !m_membership.isExtra() || !m_tasks.isEmpty()) {
        m_restAt = never;
    } else if (isElsewhere(m_destination, m_connectedTo)) {
        close(); // or new work would go to the old place until that gives no sign of life
    } else if (m_restAt == never) {
        m_restAt = deadlineIn(m_membership.rest);
    } else if (Clock::now() >= m_restAt) {
        m_restAt = deadlineIn(m_membership.rest);
        if (m_membership.siblings->mayRest(m_membership.number)) {
            close();
        }
    }
}

void SessionThread::cancelTasks(bool all)
{
    m_tasks.cancel(all);
    if (m_transport) {
        // One turn, so that running commands get their hang-up.
        m_poll.clear();
        driveTasks();
    }
}

} // namespace Atelier::Ssh
