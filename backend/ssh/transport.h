// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backend/core/result.h"
#include "backend/ssh/deadline.h"
#include "backend/ssh/pollset.h"
#include "backend/core/uniquefd.h"

#include <QString>

#include <libssh2.h>

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
    /** Takes a connected, non-blocking socket. */
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

    /** The first fault makes the connection unusable. */
    void fail(const QString &detail);
    /** Notes @p code when it is a fault of the connection; true then. */
    bool failOn(int code);
    [[nodiscard]] const std::optional<QString> &fault() const { return m_fault; }

    /** Set by who connected; decides how large a channel's window is. */
    void setRoundTrip(std::chrono::milliseconds span) { m_roundTrip = span; }
    [[nodiscard]] std::chrono::milliseconds roundTrip() const { return m_roundTrip; }

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

    UniqueFd m_socket;
    PollSet::Slot m_slot;
    std::vector<char> m_unsent;
    bool m_readable = true;
    bool m_dead = false;
    TimePoint m_lastReceived = Clock::now();
    std::optional<QString> m_fault;
    std::chrono::milliseconds m_roundTrip{0};
    const void *m_requester = nullptr;
    int m_sessionChannels = 0;
    std::vector<Retired> m_retired;
    std::unique_ptr<LIBSSH2_SESSION, SessionDeleter>
        m_session; // last: freeing it calls send() and receive()
};

} // namespace Atelier::Ssh
