// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backend/ssh/channel.h"
#include "backend/ssh/taskdesk.h"
#include "backend/ssh/tunnel.h"

#include <memory>

namespace Atelier::Ssh {

struct TunnelState;

/** The caller's end of a tunnel; TunnelListener and TunnelConnection are in the sessions' threads.
 */
class TunnelHandle final : public Tunnel
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(TunnelHandle)

public:
    TunnelHandle(ChannelSpec target, std::shared_ptr<TaskDesk> desk);
    ~TunnelHandle() override;

    QFuture<Result<quint16>> listen(quint16 port) override;
    void stop() override;
    [[nodiscard]] quint16 localPort() const override;
    [[nodiscard]] int openConnections() const override;

private:
    void end();

    ChannelSpec m_target;
    std::shared_ptr<TaskDesk> m_desk;
    std::shared_ptr<TunnelState> m_state;
    quint16 m_lastPort = 0;
};

} // namespace Atelier::Ssh
