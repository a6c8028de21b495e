// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backend/ssh/channel.h"
#include "backend/ssh/mailbox.h"
#include "backend/ssh/tunnel.h"

#include <QtGlobal>

#include <atomic>

namespace Atelier::Ssh {

/** What a tunnel's handle, listener and connections share; the first lives in another thread than
 * the rest. */
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
    std::atomic<quint16> port{0};
    std::atomic<int> connections{0};
    std::atomic<bool> closed{false}; ///< the handle is gone
};

} // namespace Atelier::Ssh
