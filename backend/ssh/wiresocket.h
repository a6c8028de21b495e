// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backend/core/uniquefd.h"
#include "backend/ssh/deadline.h"
#include "backend/ssh/pollset.h"

#include <QByteArray>
#include <QString>

#include <sys/types.h>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

namespace Atelier::Ssh {

/**
 * The socket behind a transport, which is never waited for; lives in the transport's thread.
 *
 * It takes whatever it is given. Small packets are gathered until flush(), at the latest before the
 * next sleep: each that went by itself would be a system call here and wake the server once more.
 * What the kernel doesn't take is kept as well.
 */
class WireSocket final
{
public:
    explicit WireSocket(UniqueFd socket);
    WireSocket(const WireSocket &) = delete;
    WireSocket &operator=(const WireSocket &) = delete;
    ~WireSocket() = default;

    [[nodiscard]] int descriptor() const { return m_socket.get(); }

    /** Flushes, too: a sleep follows. */
    void watch(PollSet &poll);
    /** Notes what poll said and sends what was kept. */
    void update(const PollSet &poll);

    /** Takes all @p size bytes; negative errno when the connection is broken. */
    ssize_t send(const char *data, std::size_t size);
    /** As recv(2): 0 at the end; negative errno, -EAGAIN when there is nothing. */
    ssize_t receive(char *data, std::size_t size);
    void flush();

    /** True while bytes, or its end, wait that nobody has asked for. */
    [[nodiscard]] bool hasUnreadInput();
    /** False while too much waits to be sent: bulk data is held back, small messages are not. */
    [[nodiscard]] bool canSend() const;
    [[nodiscard]] TimePoint lastReceived() const { return m_lastReceived; }
    /** Bytes so far. */
    [[nodiscard]] std::uint64_t received() const { return m_received; }
    /** What the server said before its identification, at most 256 bytes (RFC 4253, section 4.2):
     *  OpenSSH tells there why it won't. */
    [[nodiscard]] const QByteArray &greeting() const { return m_greeting; }

    /** The first fault makes the connection unusable. */
    void fail(const QString &detail);
    [[nodiscard]] const std::optional<QString> &fault() const { return m_fault; }
    /** From now on nothing is sent, and there is nothing to receive. */
    void shut() { m_isShut = true; }

private:
    void noteGreeting(const char *bytes, qsizetype size);

    UniqueFd m_socket;
    PollSet::Slot m_slot;
    std::vector<char> m_unsent;
    bool m_blocked = false; ///< the kernel takes nothing more until poll says so
    bool m_readable = true;
    bool m_isShut = false;
    TimePoint m_lastReceived = Clock::now();
    std::uint64_t m_received = 0;
    QByteArray m_greeting;
    bool m_isGreeted = false; ///< the identification has come
    std::optional<QString> m_fault;
};

} // namespace Atelier::Ssh
