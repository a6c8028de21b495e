// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backend/ssh/reply.h"
#include "backend/ssh/task.h"
#include "backend/ssh/tunnelstate.h"

#include <memory>

namespace Atelier::Ssh {

/**
 * Listens on 127.0.0.1 and makes a TunnelConnection of every peer of the same user. It lives as
 * long as the tunnel's handle, whatever happens to the connection to the server.
 */
class TunnelListener final : public Task
{
public:
    struct Port
    {
        quint16 fixed = 0;     ///< exactly this one, or 0
        quint16 preferred = 0; ///< when none is fixed: this one where it is free
    };

    /** Adds a listener to @p link, or says in @p reply why there is none. */
    static void open(Link &link,
                     const std::shared_ptr<TunnelState> &state,
                     Port wanted,
                     Reply<quint16> reply);
    TunnelListener(const TunnelListener &) = delete;
    TunnelListener &operator=(const TunnelListener &) = delete;
    ~TunnelListener() override;

    void watch(PollSet &poll) override;
    bool drive(Link &link, const PollSet &poll) override;
    [[nodiscard]] TimePoint deadline() const override { return m_pausedUntil; }
    [[nodiscard]] bool isFinished() const override;
    void linkLost(const Error &error, bool mayReturn) override;
    void cancel() override;
    [[nodiscard]] bool survivesClose() const override { return true; }

private:
    explicit TunnelListener(std::shared_ptr<TunnelState> state);

    std::shared_ptr<TunnelState> m_state;
    PollSet::Slot m_slot;
    TimePoint m_pausedUntil = never;
};

} // namespace Atelier::Ssh
