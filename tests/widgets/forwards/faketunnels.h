// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backend/ssh/connection.h"
#include "backend/ssh/remoteprocess.h"
#include "backend/ssh/tunnel.h"

#include <QSet>

#include <utility>

namespace Atelier {

/** Ports as a test wants them: what real tunnels do is tested in backend/forwards. */
class FakeConnection final : public Ssh::Connection
{
    Q_OBJECT

public:
    QSet<quint16> taken;
    int openConnections = 0;
    quint16 nextPort = 41000;

    [[nodiscard]] Ssh::SessionState state() const override { return Ssh::SessionState::Ready; }
    [[nodiscard]] const Error &lastError() const override { return m_error; }
    QFuture<Result<void>> open() override { return QtFuture::makeReadyValueFuture(Result<void>()); }
    void close() override {}
    [[nodiscard]] QFuture<Result<Ssh::ExecResult>> exec(
        const QString & /*command*/, const Ssh::ExecOptions & /*options*/) override
    {
        return refused<Ssh::ExecResult>();
    }
    [[nodiscard]] std::unique_ptr<Ssh::RemoteProcess> start(const QString & /*command*/) override
    {
        return nullptr;
    }
    [[nodiscard]] QFuture<Result<Ssh::Stream>> stream(const Ssh::StreamTarget & /*target*/) override
    {
        return refused<Ssh::Stream>();
    }
    [[nodiscard]] std::unique_ptr<Ssh::Tunnel> tunnel(
        const Ssh::StreamTarget & /*target*/) override;

private:
    template<typename T>
    [[nodiscard]] static QFuture<Result<T>> refused()
    {
        return QtFuture::makeReadyValueFuture(
            Result<T>(failure({.code = Error::Code::Unavailable, .message = {}})));
    }

    Error m_error;
};

class FakeTunnel final : public Ssh::Tunnel
{
    Q_OBJECT

public:
    explicit FakeTunnel(FakeConnection *connection)
        : m_connection(connection)
    {
    }

    [[nodiscard]] QFuture<Result<quint16>> listen(quint16 port) override
    {
        if (m_connection->taken.contains(port)) {
            return QtFuture::makeReadyValueFuture(Result<quint16>(
                failure({.code = Error::Code::PortTaken,
                         .message = QStringLiteral("Port %1 of this computer is taken by "
                                                   "“python3” (process 4711).")
                                        .arg(port)})));
        }
        m_port = port == 0 ? m_connection->nextPort++ : port;
        Q_EMIT portChanged(m_port);
        return QtFuture::makeReadyValueFuture(Result<quint16>(m_port));
    }
    void stop() override { m_port = 0; }
    [[nodiscard]] quint16 localPort() const override { return m_port; }
    [[nodiscard]] int openConnections() const override { return m_connection->openConnections; }

private:
    FakeConnection *m_connection;
    quint16 m_port = 0;
};

inline std::unique_ptr<Ssh::Tunnel> FakeConnection::tunnel(const Ssh::StreamTarget & /*target*/)
{
    return std::make_unique<FakeTunnel>(this);
}

} // namespace Atelier
