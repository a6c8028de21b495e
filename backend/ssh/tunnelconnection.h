// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backend/ssh/channelpump.h"
#include "backend/ssh/tunnelstate.h"

#include <memory>

namespace Atelier::Ssh {

/** One connection that a tunnel's listener has accepted, and its channel. */
class TunnelConnection final : public ChannelPump
{
public:
    TunnelConnection(UniqueFd socket, std::shared_ptr<TunnelState> state);
    ~TunnelConnection() override;
    TunnelConnection(const TunnelConnection &) = delete;
    TunnelConnection &operator=(const TunnelConnection &) = delete;

protected:
    void fail(const Error &error) override;
    void expired() override;
    [[nodiscard]] bool isAbandoned() const override { return m_state->closed; }
    [[nodiscard]] bool isPatient() const override { return true; }

private:
    std::shared_ptr<TunnelState> m_state;
};

} // namespace Atelier::Ssh
