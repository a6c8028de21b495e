// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/forwards/forwardrun.h"

#include "backend/core/async.h"

#include <utility>

namespace Atelier::Forwards {

ForwardRun::ForwardRun(Forward forward, ConnectTo connectTo, QObject *parent)
    : QObject(parent)
    , m_forward(std::move(forward))
    , m_connectTo(std::move(connectTo))
{
}

ForwardRun::~ForwardRun() = default;

void ForwardRun::setForward(const Forward &forward)
{
    const bool isSameWay = forward.target() == m_forward.target()
                           && forward.localPort == m_forward.localPort;
    m_forward = forward;
    if (m_isWanted && !isSameWay) {
        restart();
    }
    Q_EMIT changed();
}

int ForwardRun::openConnections() const
{
    return m_tunnel ? m_tunnel->openConnections() : 0;
}

void ForwardRun::start()
{
    m_isWanted = true;
    if (!m_runs) {
        setStatus({.state = ForwardState::Waiting});
        return;
    }
    begin();
}

void ForwardRun::stop()
{
    m_isWanted = false;
    close();
    setStatus({.state = ForwardState::Stopped});
}

void ForwardRun::restart()
{
    close();
    start();
}

void ForwardRun::close()
{
    ++m_attempt;
    m_isBeginning = false;
    m_tunnel.reset();
}

void ForwardRun::instanceRuns(bool runs)
{
    m_runs = runs;
    if (!m_isWanted) {
        return;
    }
    if (!runs) {
        // Who listens goes on: the port is not to be another's when the instance is back.
        ++m_attempt;
        m_isBeginning = false;
        setStatus({.state = ForwardState::Waiting,
                   .port = m_tunnel ? m_tunnel->localPort() : quint16{0}});
    } else if (m_status.state == ForwardState::Waiting || m_status.state == ForwardState::Failed) {
        begin();
    }
}

void ForwardRun::instanceGone()
{
    m_runs = false;
    close();
    m_isWanted = m_isWanted && m_forward.startsByItself;
    setStatus({.state = m_isWanted ? ForwardState::Waiting : ForwardState::Stopped});
}

void ForwardRun::begin()
{
    if (m_isBeginning) {
        return;
    }
    m_isBeginning = true;
    setStatus({.state = ForwardState::Starting});
    whenDone(m_connectTo(m_forward.instance),
             this,
             [this, attempt = ++m_attempt](const Result<Ssh::Connection *> &connection) {
                 if (attempt != m_attempt) {
                     return;
                 }
                 m_isBeginning = false;
                 if (connection) {
                     open(*connection);
                 } else {
                     setStatus({.state = ForwardState::Failed, .error = connection.error()});
                 }
             });
}

void ForwardRun::open(Ssh::Connection *connection)
{
    if (m_connection != connection) {
        if (m_connection) {
            disconnect(m_connection, nullptr, this, nullptr);
        }
        m_connection = connection;
        m_tunnel.reset();
        connect(connection, &Ssh::Connection::stateChanged, this, &ForwardRun::connectionChanged);
    }
    if (!m_tunnel) {
        m_tunnel = connection->tunnel(m_forward.target());
        connect(m_tunnel.get(), &Ssh::Tunnel::connectionRefused, this, [this](const Error &error) {
            if (m_status.state == ForwardState::Listening) {
                setStatus({.state = m_status.state, .port = m_status.port, .error = error});
            }
        });
    }
    if (m_tunnel->localPort() != 0) {
        connectionChanged();
        return;
    }
    listen(m_forward.localPort != 0 ? m_forward.localPort : m_forward.usedPort);
}

void ForwardRun::listen(quint16 port)
{
    whenDone(m_tunnel->listen(port),
             this,
             [this, port, attempt = m_attempt](const Result<quint16> &result) {
                 if (attempt == m_attempt) {
                     listened(result, port);
                 }
             });
}

void ForwardRun::listened(const Result<quint16> &port, quint16 wanted)
{
    if (port) {
        setStatus({.state = ForwardState::Listening, .port = *port});
        if (m_forward.localPort == 0 && m_forward.usedPort != *port) {
            m_forward.usedPort = *port;
            Q_EMIT portFound(*port);
        }
        return;
    }
    if (m_forward.localPort == 0 && wanted != 0) {
        listen(0); // any will do
        return;
    }
    const bool isTaken = port.error().code == Error::Code::PortTaken;
    setStatus(
        {.state = isTaken ? ForwardState::PortTaken : ForwardState::Failed, .error = port.error()});
}

void ForwardRun::connectionChanged()
{
    const quint16 port = m_tunnel ? m_tunnel->localPort() : quint16{0};
    if (!m_isWanted || !m_runs || m_connection == nullptr || port == 0) {
        return;
    }
    const bool isReady = m_connection->state() == Ssh::SessionState::Ready;
    setStatus(
        {.state = isReady ? ForwardState::Listening : ForwardState::Reconnecting, .port = port});
}

void ForwardRun::setStatus(ForwardStatus status)
{
    if (!(m_status == status)) {
        m_status = std::move(status);
        Q_EMIT changed();
    }
}

} // namespace Atelier::Forwards
