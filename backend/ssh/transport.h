// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backend/core/result.h"
#include "backend/core/uniquefd.h"
#include "backend/ssh/deadline.h"
#include "backend/ssh/login/authwatch.h"
#include "backend/ssh/login/carrier.h"
#include "backend/ssh/pollset.h"
#include "backend/ssh/sessionmemory.h"

#include <QByteArray>
#include <QString>

#include <libssh2.h>

#include <algorithm>
#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

namespace Atelier::Ssh {

struct SessionDeleter
{
    void operator()(LIBSSH2_SESSION *session) const;
};

/**
 * One socket and its LIBSSH2_SESSION; lives in the session's thread.
 *
 * libssh2 gets its bytes through this class. What the socket does not take at once is kept here, so
 * libssh2 never has a packet half sent: with such a packet only the call that made it may go
 * on, and a channel that is dropped at that moment would block all others for ever. canSend() is
 * the back-pressure in its place.
 */
class Transport final
{
public:
    /** Takes a connected socket of any kind, which is never waited for. */
    [[nodiscard]] static Result<std::unique_ptr<Transport>> create(UniqueFd socket);
    Transport(const Transport &) = delete;
    Transport &operator=(const Transport &) = delete;
    /** Says good-bye without waiting and frees everything. Every Channel must be gone. */
    ~Transport();

    [[nodiscard]] LIBSSH2_SESSION *session() const { return m_session.get(); }
    [[nodiscard]] int descriptor() const { return m_socket.get(); }

    void watch(PollSet &poll);
    /** Notes what poll said and sends what was kept. */
    void update(const PollSet &poll);
    /** True while bytes, or its end, wait in the socket that nobody has asked libssh2 to read. */
    [[nodiscard]] bool hasUnreadInput();
    /** False while too much waits to be sent: bulk data is held back, small messages are not. */
    [[nodiscard]] bool canSend() const;
    [[nodiscard]] TimePoint lastReceived() const { return m_lastReceived; }
    /** Bytes of the socket so far. */
    [[nodiscard]] std::uint64_t received() const { return m_received; }

    /** The first fault makes the connection unusable. */
    void fail(const QString &detail);
    /** Notes @p code when it is a fault of the connection; true then. */
    bool failOn(int code);
    [[nodiscard]] const std::optional<QString> &fault() const { return m_fault; }

    /** Takes what the socket's bytes go through, until nothing more goes through it. */
    void setCarrier(std::unique_ptr<Carrier> carrier) { m_carrier = std::move(carrier); }
    /** @p error, which ended this connection, or the fault of a jump host behind it. */
    [[nodiscard]] Error explain(const Error &error) const
    {
        return m_carrier ? m_carrier->explain(error) : error;
    }
    [[nodiscard]] AuthWatch &authWatch() { return m_authWatch; }
    /** For libssh2's allocator. */
    [[nodiscard]] SessionMemory &memory() { return m_memory; }

    /** What the server said before its identification, at most 256 bytes (RFC 4253, section 4.2):
     *  OpenSSH tells there why it won't. */
    [[nodiscard]] const QByteArray &greeting() const { return m_greeting; }

    /** Set by who connected; decides how large a channel's window is. */
    void setRoundTrip(std::chrono::milliseconds span) { m_roundTrip = span; }
    /** An answer of the server took @p span. Better than the time to connect, which a proxy on the
     *  way answers by itself. */
    void noteAnswer(std::chrono::milliseconds span)
    {
        m_fastestAnswer = std::min(m_fastestAnswer.value_or(span), span);
    }
    [[nodiscard]] std::chrono::milliseconds roundTrip() const
    {
        return m_fastestAnswer.value_or(m_roundTrip);
    }

    /** Not the same machine or network: what limits the rate is the window over the round trip. */
    [[nodiscard]] bool isFar() const { return roundTrip() > std::chrono::milliseconds(5); }

    /**
     * Channel requests that want an answer go one at a time: libssh2 takes the answer to another
     * channel's request for a failure of the one it waits for. False: somebody else's is open.
     */
    [[nodiscard]] bool beginRequest(const void *who);
    void endRequest(const void *who);

    // For Channel and ChannelOpener: closing takes a round trip, which is waited for here.
    void sessionChannelOpened() { ++m_sessionChannels; }
    [[nodiscard]] int sessionChannels() const { return m_sessionChannels; }
    void retire(LIBSSH2_CHANNEL *channel, bool isSession);
    bool driveRetired();

private:
    struct Retired
    {
        LIBSSH2_CHANNEL *channel = nullptr;
        bool isSession = false;
    };

    explicit Transport(UniqueFd socket);
    static LIBSSH2_SEND_FUNC(send);
    static LIBSSH2_RECV_FUNC(receive);
    void flush();
    void noteGreeting(const char *bytes, qsizetype size);

    std::unique_ptr<Carrier> m_carrier; // first: goes last
    UniqueFd m_socket;
    AuthWatch m_authWatch;
    PollSet::Slot m_slot;
    std::vector<char> m_unsent;
    bool m_readable = true;
    bool m_dead = false;
    TimePoint m_lastReceived = Clock::now();
    std::uint64_t m_received = 0;
    QByteArray m_greeting;
    bool m_isGreeted = false; ///< the identification has come
    std::optional<QString> m_fault;
    std::chrono::milliseconds m_roundTrip{0};
    std::optional<std::chrono::milliseconds> m_fastestAnswer;
    const void *m_requester = nullptr;
    int m_sessionChannels = 0;
    std::vector<Retired> m_retired;
    SessionMemory m_memory;
    std::unique_ptr<LIBSSH2_SESSION, SessionDeleter>
        m_session; // last: freeing it calls send() and receive()
};

} // namespace Atelier::Ssh
