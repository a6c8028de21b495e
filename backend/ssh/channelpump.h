// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backend/ssh/bytebuffer.h"
#include "backend/ssh/channeltask.h"
#include "backend/ssh/tunnelstate.h"
#include "backend/ssh/uniquefd.h"

#include <memory>

namespace Atelier::Ssh {

/**
 * One local connection and its channel: moves bytes both ways through two bounded buffers. A full
 * buffer stops the reading at its source, so a slow end holds the other back. Ends of file pass
 * through each way by itself; a connection that breaks is reset, so that nobody takes a part for
 * the whole.
 */
class TunnelConnection final : public ChannelTask
{
public:
    TunnelConnection(UniqueFd socket, std::shared_ptr<TunnelState> state);
    ~TunnelConnection() override;
    TunnelConnection(const TunnelConnection &) = delete;
    TunnelConnection &operator=(const TunnelConnection &) = delete;

    void watch(PollSet &poll) override;
    void cancel() override;

protected:
    bool prepare(const PollSet &poll) override;
    bool work(Transport &transport) override;
    void fail(const Error &error) override;
    void expired() override;
    [[nodiscard]] bool isPatient() const override { return true; }

private:
    bool readLocal();
    bool writeChannel(Transport &transport);
    bool readChannel(Transport &transport);
    bool writeLocal();
    bool passEnds(Transport &transport);
    bool endWithChannel();
    void reset();

    UniqueFd m_socket;
    std::shared_ptr<TunnelState> m_state;
    PollSet::Slot m_slot;
    ByteBuffer m_up;   ///< from the socket to the channel
    ByteBuffer m_down; ///< from the channel to the socket
    bool m_localReadable = false;
    bool m_localBlocked = false;
    bool m_localEnded = false;  ///< the peer sends nothing more
    bool m_endSent = false;     ///< and the server knows
    bool m_remoteEnded = false; ///< the server sends nothing more
    bool m_localShut = false;   ///< and the peer knows
    bool m_channelGone = false; ///< the server takes nothing more either
    bool m_farewell = false;    ///< the peer's time to close is running
};

} // namespace Atelier::Ssh
