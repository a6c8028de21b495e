// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/notebook/labtunnel.h"

#include "backend/core/async.h"
#include "backend/ssh/connection.h"
#include "backend/ssh/tunnel.h"

#include <QPromise>

namespace Atelier::Notebook {

LabTunnel::LabTunnel(QObject *parent)
    : QObject(parent)
{
}

LabTunnel::~LabTunnel() = default;

QFuture<Result<quint16>> LabTunnel::open(Ssh::Connection *session, const QString &socketPath)
{
    const bool isSame = m_tunnel && m_session == session && m_socketPath == socketPath;
    if (isSame && m_tunnel->localPort() != 0) {
        return QtFuture::makeReadyValueFuture(Result<quint16>(m_tunnel->localPort()));
    }
    m_tunnel.reset();
    m_session = session;
    m_socketPath = socketPath;
    auto promise = std::make_shared<QPromise<Result<quint16>>>();
    promise->start();
    listen(m_lastPort, promise);
    return promise->future();
}

quint16 LabTunnel::port() const
{
    return m_tunnel ? m_tunnel->localPort() : quint16{0};
}

void LabTunnel::listen(quint16 port, const PortPromise &promise)
{
    const auto give = [promise](const Result<quint16> &result) {
        promise->addResult(result);
        promise->finish();
    };
    if (!m_session) {
        give(failure({.code = Error::Code::Unavailable,
                      .message = tr("The connection to the instance was closed.")}));
        return;
    }
    m_tunnel = m_session->tunnel(Ssh::StreamTarget::socket(m_socketPath));
    whenDone(m_tunnel->listen(port),
             m_tunnel.get(),
             [this, port, promise, give](const Result<quint16> &result) {
                 if (result) {
                     m_lastPort = *result;
                     give(result);
                     return;
                 }
                 m_tunnel.release()->deleteLater();
                 if (port != 0 && result.error().code == Error::Code::PortTaken) {
                     // Another address is better than none: the page is loaded there again.
                     listen(0, promise);
                 } else {
                     give(result);
                 }
             });
}

} // namespace Atelier::Notebook
