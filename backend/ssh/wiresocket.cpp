// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/ssh/wiresocket.h"

#include <QtCore/qglobal.h>

#include <sys/socket.h>

#include <algorithm>
#include <cerrno>

namespace Atelier::Ssh {

namespace {

/** More than this waiting in memory holds bulk data back. */
constexpr std::size_t unsentLimit = std::size_t{128} * 1024;
/** From this size on a packet goes at once: copying it would cost more than a system call. */
constexpr std::size_t largePacket = std::size_t{8} * 1024;

/** Sends what the socket takes; 0 when it is full, negative errno when it is broken. */
ssize_t sendSome(int socket, const char *data, std::size_t size)
{
    const ssize_t count = ::send(socket, data, size, MSG_NOSIGNAL | MSG_DONTWAIT);
    if (count >= 0) {
        return count;
    }
    return errno == EAGAIN || errno == EINTR ? 0 : -errno;
}

} // namespace

WireSocket::WireSocket(UniqueFd socket)
    : m_socket(std::move(socket))
{
}

ssize_t WireSocket::send(const char *data, std::size_t size)
{
    if (m_isShut) {
        return -EPIPE;
    }
    std::size_t sent = 0;
    if (size >= largePacket) {
        flush();
        if (m_unsent.empty()) {
            const ssize_t count = sendSome(m_socket.get(), data, size);
            if (count < 0) {
                fail(qt_error_string(static_cast<int>(-count)));
                return count;
            }
            sent = static_cast<std::size_t>(count);
            m_blocked = sent < size;
        }
    }
    m_unsent.insert(m_unsent.end(), data + sent, data + size);
    return static_cast<ssize_t>(size);
}

void WireSocket::flush()
{
    if (m_unsent.empty() || m_blocked) {
        return;
    }
    const ssize_t count = sendSome(m_socket.get(), m_unsent.data(), m_unsent.size());
    if (count < 0) {
        fail(qt_error_string(static_cast<int>(-count)));
        m_unsent.clear();
        return;
    }
    m_unsent.erase(m_unsent.begin(), m_unsent.begin() + count);
    m_blocked = !m_unsent.empty();
}

ssize_t WireSocket::receive(char *data, std::size_t size)
{
    if (m_isShut) {
        return 0;
    }
    if (!m_readable) {
        return -EAGAIN;
    }
    const ssize_t count = ::recv(m_socket.get(), data, size, MSG_DONTWAIT);
    if (count > 0) {
        m_lastReceived = Clock::now();
        m_received += static_cast<std::uint64_t>(count);
        // Less than was asked for was all that there was; poll(2) tells of more, or of the end.
        m_readable = static_cast<std::size_t>(count) == size;
        if (!m_isGreeted) {
            noteGreeting(data, count);
        }
        return count;
    }
    if (count == 0) {
        fail(QStringLiteral("the server closed the connection"));
        return 0;
    }
    const int number = errno;
    if (number == EAGAIN || number == EINTR) {
        // poll(2) says when to ask again, so that 64 channels don't make 64 system calls.
        m_readable = number == EINTR;
        return -EAGAIN;
    }
    fail(qt_error_string(number));
    return -number;
}

void WireSocket::noteGreeting(const char *bytes, qsizetype size)
{
    constexpr qsizetype kept = 256;
    m_greeting.append(bytes, std::min(size, kept - m_greeting.size()));
    m_isGreeted = m_greeting.size() >= kept || m_greeting.contains("SSH-");
}

void WireSocket::watch(PollSet &poll)
{
    flush();
    m_slot = poll.watch(m_socket.get(), static_cast<short>(m_blocked ? POLLIN | POLLOUT : POLLIN));
}

void WireSocket::update(const PollSet &poll)
{
    const short ready = poll.ready(m_slot);
    if ((ready & (POLLIN | POLLHUP | POLLERR)) != 0) {
        m_readable = true;
    }
    if ((ready & (POLLOUT | POLLHUP | POLLERR)) != 0) {
        m_blocked = false;
        flush();
    }
}

bool WireSocket::hasUnreadInput()
{
    char first = 0;
    if (m_readable && ::recv(m_socket.get(), &first, 1, MSG_PEEK | MSG_DONTWAIT) < 0
        && errno == EAGAIN) {
        m_readable = false;
    }
    return m_readable;
}

bool WireSocket::canSend() const
{
    return m_unsent.size() < unsentLimit;
}

void WireSocket::fail(const QString &detail)
{
    if (!m_fault) {
        m_fault = detail;
    }
}

} // namespace Atelier::Ssh
