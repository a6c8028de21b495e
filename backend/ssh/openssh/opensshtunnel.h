// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backend/core/uniquefd.h"
#include "backend/ssh/openssh/socketrelay.h"
#include "backend/ssh/stream.h"
#include "backend/ssh/tunnel.h"

#include <QPointer>
#include <QSocketNotifier>

#include <memory>

namespace Atelier::Ssh {

class OpenSshLink;

/** A tunnel of OpenSshConnection: its own listener, which asks who connects, before streams. */
class OpenSshTunnel final : public Tunnel
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(OpenSshTunnel)

public:
    OpenSshTunnel(OpenSshLink &link, StreamTarget target);
    ~OpenSshTunnel() override;

    QFuture<Result<quint16>> listen(quint16 port) override;
    void stop() override;
    [[nodiscard]] quint16 localPort() const override;
    [[nodiscard]] int openConnections() const override;

private:
    [[nodiscard]] Result<UniqueFd> bound(quint16 &port) const;
    void accept();
    void connectFurther(UniqueFd peer);

    QPointer<OpenSshLink> m_link;
    StreamTarget m_target;
    UniqueFd m_socket;
    std::unique_ptr<QSocketNotifier> m_acceptable;
    quint16 m_port = 0;
    quint16 m_lastPort = 0;
    int m_opening = 0;
    std::unique_ptr<SocketRelay> m_relay;
};

} // namespace Atelier::Ssh
