// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backend/core/uniquefd.h"
#include "backend/ssh/channel.h"
#include "backend/ssh/mailbox.h"
#include "backend/ssh/tunnel.h"

#include <QtGlobal>

#include <atomic>

namespace Atelier::Ssh {

/** What a tunnel's handle, listener and connections share from a start to a stop. Each of the three
 * may live in a thread of its own. */
struct TunnelState
{
    TunnelState(ChannelSpec spec, Tunnel *tunnel)
        : target(std::move(spec))
        , handle(tunnel)
        , mailbox(tunnel)
    {
    }

    const ChannelSpec target;
    Tunnel *const handle; ///< used only in calls that the mailbox lets through
    Mailbox mailbox;
    UniqueFd socket = {}; ///< the listener's; used only in its thread
    std::atomic<quint16> port{0};
    std::atomic<int> connections{0};
    std::atomic<bool> closed{false}; ///< the tunnel was stopped or is gone
};

} // namespace Atelier::Ssh
