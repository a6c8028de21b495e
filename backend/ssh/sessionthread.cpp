// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/ssh/sessionthread.h"

#include "backend/ssh/errors.h"

#include <QCoreApplication>

#include <pthread.h>

#include <algorithm>

namespace Atelier::Ssh {

namespace {

/** Faults that another attempt with the same destination would only repeat. */
bool isFinal(Error::Code code)
{
    switch (code) {
    case Error::Code::HostKeyUnknown:
    case Error::Code::HostKeyChanged:
    case Error::Code::KeyUnreadable:
    case Error::Code::AuthenticationRefused:
        return true;
    default:
        return false;
    }
}

Error notConnected()
{
    return {.code = Error::Code::Unavailable,
            .message = QCoreApplication::translate("Ssh::SessionThread",
                                                   "There is no connection to the server.")};
}

} // namespace

SessionThread::SessionThread(std::shared_ptr<CommandQueue> queue,
                             Destination destination,
                             StateHandler stateChanged)
    : m_queue(std::move(queue))
    , m_destination(std::move(destination))
    , m_stateChanged(std::move(stateChanged))
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
        runCommands(m_queue->take());
        m_moved = !m_stopping && drive();
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
    static_cast<void>(m_poll.watch(m_queue->descriptor(), POLLIN)); // take() empties it in any case
    if (m_connector) {
        m_connector->watch(m_poll);
    }
    if (m_transport) {
        m_transport->watch(m_poll);
    }
    for (const auto &task : m_tasks) {
        task->watch(m_poll);
    }
}

TimePoint SessionThread::nextDeadline() const
{
    TimePoint next = m_retryAt;
    if (m_connector) {
        next = std::min(next, m_connector->deadline());
    }
    if (m_transport) {
        next = std::min(next, m_keepAlive->deadline(*m_transport));
    }
    for (const auto &task : m_tasks) {
        next = std::min(next, task->deadline());
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
        m_transport->update(m_poll);
        moved = m_opener.drive(*m_transport) || moved;
    }
    moved = driveTasks() || moved;
    if (m_transport) {
        moved = m_transport->driveRetired() || moved;
        moved = m_keepAlive->drive(m_keepAlive, *m_transport, m_opener) || moved;
        if (const auto fault = m_transport->fault()) {
            connectionLost(lostError(m_connectedTo, *fault));
            moved = true;
        } else if (m_keepAlive->isSilent()) {
            connectionLost(silentError(m_connectedTo));
            moved = true;
        }
    }
    return moved;
}

bool SessionThread::driveTasks()
{
    bool moved = false;
    // By index: a listener adds tasks while it is driven.
    // NOLINTNEXTLINE(modernize-loop-convert)
    for (std::size_t index = 0; index < m_tasks.size(); ++index) {
        const auto task = m_tasks[index];
        moved = task->drive(*this, m_poll) || moved;
    }
    std::erase_if(m_tasks, [](const auto &task) { return task->isFinished(); });
    return moved;
}

bool SessionThread::driveConnector()
{
    const bool moved = m_connector->drive(m_poll);
    if (auto result = m_connector->takeResult()) {
        m_connector.reset();
        if (*result) {
            connected(std::move(**result));
        } else {
            connectFailed(result->error());
        }
    } else {
        setState(m_connector->state());
    }
    return moved;
}

void SessionThread::open(Reply<void> reply)
{
    if (m_transport) {
        reply.give({});
        return;
    }
    m_opens.push_back(std::move(reply));
    if (!m_connector) {
        m_backoff.reset();
        beginConnecting();
    }
}

void SessionThread::beginConnecting()
{
    m_retryAt = never;
    m_connectedTo = m_destination;
    m_connector = std::make_unique<Connector>(m_destination);
    setState(SessionState::Connecting);
}

void SessionThread::connected(std::unique_ptr<Transport> transport)
{
    m_transport = std::move(transport);
    m_keepAlive = std::make_shared<KeepAlive>(m_connectedTo.keepAlive);
    m_backoff.reset();
    m_wasReady = true;
    setState(SessionState::Ready);
    answerOpens({});
}

void SessionThread::connectFailed(const Error &error)
{
    const bool retry = m_reconnecting && !isFinal(error.code);
    if (retry) {
        m_retryAt = deadlineIn(m_backoff.next());
    }
    setState(retry || (m_wasReady && !isFinal(error.code)) ? SessionState::Lost
                                                           : SessionState::Failed,
             error);
    dropConnection(error);
    answerOpens(failure(error));
}

void SessionThread::connectionLost(const Error &error)
{
    if (m_reconnecting) {
        m_retryAt = deadlineIn(m_backoff.next());
    }
    setState(SessionState::Lost, error);
    dropConnection(error);
}

void SessionThread::dropConnection(const Error &error)
{
    // Every channel is given back before the transport goes.
    for (const auto &task : m_tasks) {
        task->linkLost(error, mayReturn());
    }
    std::erase_if(m_tasks, [](const auto &task) { return task->isFinished(); });
    m_opener.clear();
    m_keepAlive.reset();
    m_transport.reset();
}

void SessionThread::close()
{
    m_retryAt = never;
    m_wasReady = false;
    m_backoff.reset();
    m_connector.reset();
    cancelTasks(false);
    dropConnection(cancelledError());
    answerOpens(failure(cancelledError()));
    m_reason = notConnected();
    setState(SessionState::Disconnected, m_reason);
}

void SessionThread::cancelTasks(bool all)
{
    for (const auto &task : m_tasks) {
        if (all || !task->survivesClose()) {
            task->cancel();
        }
    }
    if (m_transport) {
        // One turn, so that running commands get their hang-up.
        m_poll.clear();
        driveTasks();
    }
}

void SessionThread::setReconnecting(bool on)
{
    m_reconnecting = on;
    if (!on) {
        m_retryAt = never;
    } else if (m_state == SessionState::Lost && !m_connector && m_retryAt == never) {
        m_retryAt = deadlineIn(m_backoff.next());
    }
}

Error SessionThread::reason() const
{
    return m_reason;
}

void SessionThread::answerOpens(const Result<void> &result)
{
    for (auto &reply : std::exchange(m_opens, {})) {
        reply.give(result);
    }
}

void SessionThread::setState(SessionState state, const Error &error)
{
    if (state == m_state) {
        return;
    }
    m_state = state;
    if (!error.message.isEmpty()) {
        m_reason = error;
    }
    m_stateChanged(state, error);
}

} // namespace Atelier::Ssh
