// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backend/ssh/commandqueue.h"
#include "backend/ssh/tunnel.h"

#include <memory>

namespace Atelier::Ssh {

struct ChannelSpec;
struct TunnelState;

/** The caller's end of a tunnel; TunnelListener and TunnelConnection are in the session's thread.
 */
class TunnelHandle final : public Tunnel
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(TunnelHandle)

public:
    TunnelHandle(const ChannelSpec &target, std::shared_ptr<CommandQueue> queue);
    ~TunnelHandle() override;

    QFuture<Result<quint16>> listen(quint16 port) override;
    [[nodiscard]] quint16 localPort() const override;
    [[nodiscard]] int openConnections() const override;

private:
    std::shared_ptr<CommandQueue> m_queue;
    std::shared_ptr<TunnelState> m_state;
};

} // namespace Atelier::Ssh
