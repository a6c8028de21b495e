// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/notebook/serverwatch.h"

#include "backend/core/async.h"
#include "backend/notebook/serverrequest.h"
#include "backend/ssh/connection.h"

#include <QHostAddress>

namespace Atelier::Notebook {

namespace {

// Between two looks when the server is there and its connection ends all the same.
constexpr std::chrono::seconds pause{1};
constexpr int logLines = 100;

} // namespace

ServerWatch::ServerWatch(QObject *parent)
    : QObject(parent)
{
    m_pause.setSingleShot(true);
    m_pause.setInterval(pause);
    connect(&m_pause, &QTimer::timeout, this, &ServerWatch::hold);
    connect(&m_socket, &QTcpSocket::disconnected, this, &ServerWatch::look);
    connect(&m_socket, &QTcpSocket::errorOccurred, this, [this] {
        if (m_socket.state() == QAbstractSocket::UnconnectedState) {
            look();
        }
    });
}

ServerWatch::~ServerWatch()
{
    m_socket.disconnect(this);
}

void ServerWatch::start(Ssh::Connection *session, const ServerInfo &server, quint16 port)
{
    stop();
    m_session = session;
    m_server = server;
    m_port = port;
    hold();
}

void ServerWatch::stop()
{
    ++m_generation;
    m_port = 0;
    m_pause.stop();
    m_socket.abort();
}

void ServerWatch::hold()
{
    m_socket.connectToHost(QHostAddress(QHostAddress::LocalHost), m_port);
}

void ServerWatch::look()
{
    // With the session gone there is nothing to see from here; who started the watch starts it
    // again when the session is back.
    if (m_port == 0 || m_pause.isActive() || !m_session
        || m_session->state() != Ssh::SessionState::Ready) {
        return;
    }
    whenDone(findServer(m_session),
             this,
             [this, generation = m_generation](const Result<ServerInfo> &found) {
                 if (generation != m_generation) {
                     return;
                 }
                 const bool isThere = found ? found->pid == m_server.pid
                                            : found.error().code != Error::Code::NotFound;
                 if (isThere) {
                     m_pause.start();
                 } else {
                     settle();
                 }
             });
}

void ServerWatch::settle()
{
    const quint64 generation = ++m_generation;
    m_port = 0;
    if (!m_session) {
        return;
    }
    whenDone(runScript(m_session, ServerScripts::afterDeath(logLines)),
             this,
             [this, generation](const Result<Ssh::ExecResult> &result) {
                 if (generation == m_generation) {
                     Q_EMIT ended(result ? QString::fromUtf8(result->out) : QString());
                 }
             });
}

} // namespace Atelier::Notebook
