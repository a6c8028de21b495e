// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/ssh/channelpump.h"

#include <sys/socket.h>

#include <cerrno>

namespace Atelier::Ssh {

namespace {

/** How long a peer may go on sending to a server that has closed. */
constexpr std::chrono::milliseconds farewell{5'000};
/** A channel that has received so much from far away gets a wider window: OpenSSH's 2 MiB over 40
 * ms are 50 MiB/s. What a reader that stops may leave in memory is the price. */
constexpr std::size_t wideningSize = std::size_t{1024} * 1024;
constexpr unsigned long wideWindow = 16UL * 1024 * 1024;

} // namespace

ChannelPump::ChannelPump(UniqueFd socket,
                         ChannelSpec spec,
                         TimePoint deadline,
                         std::size_t bufferSize)
    : ChannelTask(std::move(spec), deadline)
    , m_socket(std::move(socket))
    , m_up(bufferSize)
    , m_down(bufferSize)
{
}

void ChannelPump::watch(PollSet &poll)
{
    m_slot.reset();
    if (m_localShut && (m_localEnded || !m_up.hasRoom())) {
        return; // poll would report the hang-up without end, and only the channel can move things
                // on
    }
    int events = 0;
    if (!m_localEnded && m_up.hasRoom()) {
        events |= POLLIN;
    }
    if (!m_down.isEmpty() && m_localBlocked) {
        events |= POLLOUT;
    }
    m_slot = poll.watch(m_socket.get(), static_cast<short>(events));
}

bool ChannelPump::prepare(const PollSet &poll)
{
    if (isAbandoned()) {
        reset();
        return true;
    }
    const short ready = poll.ready(m_slot);
    if ((ready & POLLERR) != 0) {
        reset(); // the peer has reset the connection: both ways are gone
        return true;
    }
    if ((ready & POLLHUP) != 0 && endsWithLocal() && !m_remoteEnded) {
        reset();
        return true;
    }
    m_localReadable = (ready & (POLLIN | POLLHUP)) != 0;
    if ((ready & POLLOUT) != 0) {
        m_localBlocked = false;
    }
    if (phase() == Phase::Open) {
        if (m_started && !m_farewell) {
            setDeadline(never);
        }
        return false;
    }
    return readLocal();
}

bool ChannelPump::work(Transport &transport)
{
    if (!m_started) {
        m_started = isStarted(transport);
        if (!m_started) {
            return false;
        }
    }
    bool moved = readLocal();
    moved = readAside(transport) || moved;
    if (!m_channelGone) {
        moved = writeChannel(transport) || moved;
        moved = readChannel(transport) || moved;
    }
    moved = writeLocal() || moved;
    if (phase() == Phase::Open && !transport.fault()) {
        moved = passEnds(transport) || moved;
    }
    return moved;
}

bool ChannelPump::readLocal()
{
    if (phase() == Phase::Finished || !m_localReadable || m_localEnded || !m_up.hasRoom()) {
        return false;
    }
    m_localReadable = false;
    const auto room = m_up.room();
    const ssize_t count = ::recv(m_socket.get(), room.data(), room.size(), 0);
    if (count > 0) {
        m_up.commit(static_cast<std::size_t>(count));
        return true;
    }
    if (count == 0) {
        m_localEnded = true;
        return true;
    }
    if (errno != EAGAIN && errno != EINTR) {
        reset();
        return true;
    }
    return false;
}

bool ChannelPump::writeChannel(Transport &transport)
{
    bool moved = false;
    while (phase() == Phase::Open && !m_up.isEmpty() && transport.canSend()) {
        const auto data = m_up.data();
        const auto count = libssh2_channel_write(channel(), data.data(), data.size());
        if (count == 0 || count == LIBSSH2_ERROR_EAGAIN
            || transport.failOn(static_cast<int>(count))) {
            break;
        }
        if (count < 0) {
            // The server takes nothing more; readChannel() sees the end of what it sent.
            m_up.consume(data.size());
            break;
        }
        m_up.consume(static_cast<std::size_t>(count));
        passed(static_cast<std::size_t>(count));
        moved = true;
    }
    return moved;
}

bool ChannelPump::widen(Transport &transport)
{
    if (!transport.roundTrip().isFar() || m_received < wideningSize) {
        return true;
    }
    if (m_widening == 0) {
        if (!mayWiden(wideWindow)) {
            return true;
        }
        const unsigned long left = libssh2_channel_window_read_ex(channel(), nullptr, nullptr);
        m_widening = left < wideWindow / 2 ? wideWindow - left : 0;
    }
    if (m_widening == 0) {
        return true;
    }
    unsigned int now = 0;
    const int code = libssh2_channel_receive_window_adjust2(channel(), m_widening, 1, &now);
    if (code == LIBSSH2_ERROR_EAGAIN || transport.failOn(code)) {
        return false;
    }
    m_widening = 0;
    return true;
}

bool ChannelPump::readChannel(Transport &transport)
{
    // While a wider window is being told, libssh2 must not tell another.
    if (phase() != Phase::Open || m_remoteEnded || !m_down.hasRoom() || !widen(transport)) {
        return false;
    }
    const auto room = m_down.room();
    const auto count = libssh2_channel_read(channel(), room.data(), room.size());
    if (count > 0) {
        m_down.commit(static_cast<std::size_t>(count));
        m_received += static_cast<std::size_t>(count);
        passed(static_cast<std::size_t>(count));
        return true;
    }
    if (transport.failOn(static_cast<int>(count)) || transport.fault()) {
        return false;
    }
    if (libssh2_channel_eof(channel()) != 0) {
        m_remoteEnded = true;
        return true;
    }
    return false;
}

bool ChannelPump::writeLocal()
{
    if (phase() == Phase::Finished || m_down.isEmpty() || m_localBlocked) {
        return false;
    }
    const auto data = m_down.data();
    const ssize_t count = ::send(m_socket.get(), data.data(), data.size(), MSG_NOSIGNAL);
    if (count > 0) {
        m_down.consume(static_cast<std::size_t>(count));
        return true;
    }
    if (count < 0 && errno != EAGAIN && errno != EINTR) {
        reset();
        return true;
    }
    m_localBlocked = true;
    return false;
}

bool ChannelPump::passEnds(Transport &transport)
{
    bool moved = false;
    if (m_localEnded && m_up.isEmpty() && !m_endSent && !m_channelGone) {
        const int code = libssh2_channel_send_eof(channel());
        if (code != LIBSSH2_ERROR_EAGAIN && !transport.failOn(code)) {
            m_endSent = true;
            moved = true;
        }
    }
    if (m_remoteEnded && m_down.isEmpty() && !m_localShut) {
        // Fails only when the peer has gone, which the next read says.
        static_cast<void>(::shutdown(m_socket.get(), SHUT_WR));
        m_localShut = true;
        moved = true;
    }
    if (m_localShut && m_channelGone && !m_endTold) {
        m_endTold = true;
        ended(transport);
    }
    const bool mayFinish = m_endSent && (m_channelGone || !awaitsClose());
    if (m_localShut && (mayFinish || (m_channelGone && m_localEnded))) {
        finish();
        m_socket.reset();
        return true;
    }
    return endWithChannel() || moved;
}

bool ChannelPump::endWithChannel()
{
    // The server may close while the peer still sends. Closing our socket then would be answered to
    // the peer by a reset that takes the last answer with it, so what it sends is read and dropped
    // for a while.
    if (m_channelGone) {
        if (m_localShut && !m_farewell) {
            m_farewell = true;
            setDeadline(deadlineIn(farewell));
        }
        const bool moved = !m_up.isEmpty();
        m_up.consume(m_up.size());
        return moved;
    }
    if (m_remoteEnded && libssh2_channel_wait_closed(channel()) == 0) {
        m_channelGone = true;
        return true;
    }
    return false;
}

void ChannelPump::fail(const Error &)
{
    reset();
}

void ChannelPump::expired()
{
    if (phase() == Phase::Open && m_started) {
        // Everything was handed to the kernel, which delivers it after an ordinary close.
        finish();
        m_socket.reset();
        return;
    }
    reset();
}

void ChannelPump::cancel()
{
    reset();
}

void ChannelPump::reset()
{
    if (phase() == Phase::Open) {
        breakingOff();
    }
    const linger hard{.l_onoff = 1, .l_linger = 0};
    // Where it fails the peer sees an ordinary end.
    static_cast<void>(::setsockopt(m_socket.get(), SOL_SOCKET, SO_LINGER, &hard, sizeof hard));
    m_socket.reset();
    finish();
}

} // namespace Atelier::Ssh
