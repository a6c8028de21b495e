// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backend/core/uniquefd.h"
#include "backend/ssh/bytebuffer.h"
#include "backend/ssh/channeltask.h"

namespace Atelier::Ssh {

/**
 * A local socket and a channel: moves bytes both ways through two bounded buffers. A full buffer
 * stops the reading at its source, so a slow end holds the other back. Ends of file pass through
 * each way by itself; a connection that breaks is reset, so that nobody takes a part for the whole.
 */
class ChannelPump : public ChannelTask
{
public:
    void watch(PollSet &poll) override;
    void cancel() override;

protected:
    /** @p deadline is for the channel to open; @p bufferSize, in bytes, is of each way. */
    ChannelPump(UniqueFd socket, ChannelSpec spec, TimePoint deadline, std::size_t bufferSize);

    bool prepare(const PollSet &poll) final;
    bool work(Transport &transport) final;
    void fail(const Error &error) override;
    void expired() override;

    /** Nobody is left at the local end. */
    [[nodiscard]] virtual bool isAbandoned() const { return false; }
    /** On an open channel: true once bytes may flow. */
    [[nodiscard]] virtual bool isStarted(Transport &) { return true; }
    /** With every turn: what else arrives on the channel; true when something moved. */
    virtual bool readAside(Transport &) { return false; }
    /** The server has closed the channel, and everything that it sent has been passed on. */
    virtual void ended(Transport &) {}
    /** Before a channel is given back whose two ends have not both come. */
    virtual void breakingOff() {}
    /** True: the pump goes on until the server closes the channel, which says how it ended. */
    [[nodiscard]] virtual bool awaitsClose() const { return false; }
    /** True: a local end that is closed both ways wants nothing more, not even an answer. */
    [[nodiscard]] virtual bool endsWithLocal() const { return false; }
    [[nodiscard]] bool hasStarted() const { return m_started; }
    void reset();

private:
    bool readLocal();
    bool writeChannel(Transport &transport);
    bool readChannel(Transport &transport);
    bool widen(Transport &transport);
    bool writeLocal();
    bool passEnds(Transport &transport);
    bool endWithChannel();

    UniqueFd m_socket;
    PollSet::Slot m_slot;
    std::size_t m_received = 0;   ///< bytes of the channel
    unsigned long m_widening = 0; ///< by how much the server is to be told to go on; 0: not now
    ByteBuffer m_up;              ///< from the socket to the channel
    ByteBuffer m_down;            ///< from the channel to the socket
    bool m_started = false;       ///< bytes flow
    bool m_localReadable = false;
    bool m_localBlocked = false;
    bool m_localEnded = false;  ///< the peer sends nothing more
    bool m_endSent = false;     ///< and the server knows
    bool m_remoteEnded = false; ///< the server sends nothing more
    bool m_localShut = false;   ///< and the peer knows
    bool m_channelGone = false; ///< the server takes nothing more either
    bool m_endTold = false;     ///< ended() was called
    bool m_farewell = false;    ///< the peer's time to close is running
};

} // namespace Atelier::Ssh
