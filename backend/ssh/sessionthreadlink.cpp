// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
// How a session's connection is made, lost, tried again and closed.
#include "backend/ssh/errors.h"
#include "backend/ssh/login/secretstore.h"
#include "backend/ssh/sessionthread.h"

#include <QCoreApplication>

namespace Atelier::Ssh {

namespace {

/** After the network or the computer has come back: how long a connection may take to show that it
 * lives. */
constexpr std::chrono::milliseconds signOfLifeTime{1500};
/** A connection that was lost sooner counts as one more failed attempt: a server that lets in and
 * drops at once is not to be asked four times a second. */
constexpr std::chrono::milliseconds steadyTime{10'000};

/** Faults that another attempt with the same destination would only repeat. */
bool isFinal(Error::Code code)
{
    switch (code) {
    case Error::Code::HostKeyUnknown:
    case Error::Code::HostKeyChanged:
    case Error::Code::KeyUnreadable:
    case Error::Code::AuthenticationRefused:
    case Error::Code::Cancelled: // by the person who was asked
        return true;
    default:
        return false;
    }
}

} // namespace

Error SessionThread::notConnected()
{
    return {.code = Error::Code::Unavailable,
            .message = QCoreApplication::translate("Ssh::SessionThread",
                                                   "There is no connection to the server.")};
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
    m_linkChecked = false;
    m_busyUntil = never;
    m_connectedAt = Clock::now();
    m_wasReady = true;
    setState(SessionState::Ready);
    answerOpens({});
}

void SessionThread::connectFailed(const Error &error)
{
    if (error.code == Error::Code::Unavailable && m_busyUntil == never) {
        m_busyUntil = deadlineIn(m_destination.connectTimeout);
    }
    if (error.code == Error::Code::Unavailable && Clock::now() < m_busyUntil) {
        m_retryAt = deadlineIn(m_backoff.next());
        return; // the server has no room for a moment: that is part of connecting
    }
    m_busyUntil = never;
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
    if (Clock::now() - m_connectedAt >= steadyTime) {
        m_backoff.reset();
    }
    if (m_reconnecting) {
        // Found dead after the network or the computer came back: there is nothing to wait for.
        m_retryAt = m_linkChecked ? Clock::now() : deadlineIn(m_backoff.next());
    }
    setState(SessionState::Lost, error);
    dropConnection(error);
}

void SessionThread::checkLink()
{
    m_backoff.reset();
    if (m_retryAt != never) {
        m_retryAt = Clock::now();
    }
    if (m_transport) {
        m_linkChecked = true;
        m_keepAlive->askNow(signOfLifeTime);
    } else if (m_connector && !m_connector->checkLink()) {
        beginConnecting(); // the packets of the attempt under way are lost
    }
}

void SessionThread::dropConnection(const Error &error)
{
    // Every channel is given back before the transport goes.
    m_tasks.linkLost(error, mayReturn());
    m_opener.clear();
    m_keepAlive.reset();
    m_transport.reset();
}

void SessionThread::setDestination(Destination destination)
{
    m_destination = withSecrets(std::move(destination), m_destination.secrets);
}

void SessionThread::close()
{
    m_retryAt = never;
    m_busyUntil = never;
    m_wasReady = false;
    m_backoff.reset();
    m_connector.reset();
    cancelTasks(false);
    dropConnection(cancelledError());
    answerOpens(failure(cancelledError()));
    m_reason = notConnected();
    setState(SessionState::Disconnected, m_reason);
}

void SessionThread::setReconnecting(bool on)
{
    m_reconnecting = on;
    if (!on && m_state == SessionState::Lost) {
        m_retryAt = never; // an open() that waits for a busy server goes on
    } else if (on && m_state == SessionState::Lost && !m_connector && m_retryAt == never) {
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
