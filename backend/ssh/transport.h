// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backend/core/result.h"
#include "backend/core/uniquefd.h"
#include "backend/ssh/channelcloser.h"
#include "backend/ssh/login/authwatch.h"
#include "backend/ssh/login/carrier.h"
#include "backend/ssh/roundtrip.h"
#include "backend/ssh/sessionmemory.h"
#include "backend/ssh/wiresocket.h"

#include <QString>

#include <libssh2.h>

#include <memory>
#include <optional>

namespace Atelier::Ssh {

struct SessionDeleter
{
    void operator()(LIBSSH2_SESSION *session) const;
};

/**
 * One LIBSSH2_SESSION and what belongs to its connection; lives in the session's thread.
 *
 * libssh2 gets its bytes through a WireSocket, which takes whatever it is given, so that libssh2
 * never has a packet half sent: with such a packet only the call that made it may go on, and a
 * channel that is dropped at that moment would block all others for ever. canSend() is the
 * back-pressure in its place.
 */
class Transport final
{
public:
    /** Takes a connected socket of any kind. */
    [[nodiscard]] static Result<std::unique_ptr<Transport>> create(UniqueFd socket);
    Transport(const Transport &) = delete;
    Transport &operator=(const Transport &) = delete;
    /** Says good-bye without waiting and frees everything. Every Channel must be gone. */
    ~Transport();

    [[nodiscard]] LIBSSH2_SESSION *session() const { return m_session.get(); }
    [[nodiscard]] WireSocket &socket() { return m_socket; }
    [[nodiscard]] const WireSocket &socket() const { return m_socket; }
    [[nodiscard]] ChannelCloser &channels() { return m_channels; }
    [[nodiscard]] const ChannelCloser &channels() const { return m_channels; }
    [[nodiscard]] RoundTrip &roundTrip() { return m_roundTrip; }
    [[nodiscard]] const RoundTrip &roundTrip() const { return m_roundTrip; }
    [[nodiscard]] AuthWatch &authWatch() { return m_authWatch; }
    /** The key file that alone was the login, without a passphrase; empty: something else was. */
    [[nodiscard]] const QString &keyFile() const { return m_keyFile; }
    void setKeyFile(const QString &path) { m_keyFile = path; }
    /** For libssh2's allocator. */
    [[nodiscard]] SessionMemory &memory() { return m_memory; }

    /** False while too much waits to be sent: bulk data is held back, small messages are not. */
    [[nodiscard]] bool canSend() const { return m_socket.canSend(); }
    /** The first fault makes the connection unusable. */
    void fail(const QString &detail) { m_socket.fail(detail); }
    /** Notes @p code when it is a fault of the connection; true then. */
    bool failOn(int code);
    [[nodiscard]] const std::optional<QString> &fault() const { return m_socket.fault(); }

    /** Takes what the socket's bytes go through, until nothing more goes through it. */
    void setCarrier(std::unique_ptr<Carrier> carrier) { m_carrier = std::move(carrier); }
    /** @p error, which ended this connection, or the fault of a jump host behind it. */
    [[nodiscard]] Error explain(const Error &error) const
    {
        return m_carrier ? m_carrier->explain(error) : error;
    }

    /**
     * Channel requests that want an answer go one at a time: libssh2 takes the answer to another
     * channel's request for a failure of the one it waits for. False: somebody else's is open.
     */
    [[nodiscard]] bool beginRequest(const void *who);
    void endRequest(const void *who);

private:
    explicit Transport(UniqueFd socket);
    static LIBSSH2_SEND_FUNC(send);
    static LIBSSH2_RECV_FUNC(receive);

    std::unique_ptr<Carrier> m_carrier; // first: goes last
    WireSocket m_socket;
    AuthWatch m_authWatch;
    RoundTrip m_roundTrip;
    QString m_keyFile;
    const void *m_requester = nullptr;
    ChannelCloser m_channels;
    SessionMemory m_memory;
    std::unique_ptr<LIBSSH2_SESSION, SessionDeleter>
        m_session; // last: freeing it calls send() and receive()
};

} // namespace Atelier::Ssh
