// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backend/core/result.h"
#include "backend/ssh/stream.h"
#include "backend/ssh/transport.h"

#include <QByteArray>
#include <QString>

#include <libssh2.h>

#include <memory>

namespace Atelier::Ssh {

/** Hands a channel over to its transport, which closes it in the course of the loop. */
struct ChannelDeleter
{
    Transport *transport = nullptr;
    ChannelCloser::Share share = {};
    void operator()(LIBSSH2_CHANNEL *channel) const
    {
        transport->channels().retire(channel, share);
    }
};

/** An open channel; must not outlive its Transport. */
using Channel = std::unique_ptr<LIBSSH2_CHANNEL, ChannelDeleter>;

/** What to ask the server for. */
struct ChannelSpec
{
    enum class Kind { Session, Socket, Port, Probe };

    Kind kind = Kind::Session;
    QByteArray type = {};    ///< the protocol's name of it
    QByteArray message = {}; ///< type-specific data
    QString target = {};     ///< for messages: the socket, or host and port
    bool isBulk = false;     ///< gets a window for much data

    [[nodiscard]] static ChannelSpec session();
    /** A UNIX socket of the node: direct-streamlocal@openssh.com. */
    [[nodiscard]] static ChannelSpec socket(const QString &path);
    /** A TCP port as the node sees it: direct-tcpip (RFC 4254, section 7.2). */
    [[nodiscard]] static ChannelSpec port(const QString &host, quint16 port);
    [[nodiscard]] static ChannelSpec to(const StreamTarget &target);
    /** One that every server refuses. */
    [[nodiscard]] static ChannelSpec probe();
};

/** Who asked for a channel. */
class ChannelOwner
{
public:
    ChannelOwner() = default;
    ChannelOwner(const ChannelOwner &) = delete;
    ChannelOwner &operator=(const ChannelOwner &) = delete;
    virtual ~ChannelOwner() = default;
    virtual void channelOpened(Result<Channel> channel) = 0;
    /** The server takes no more than @p openSessions session channels on this connection. True: the
     *  owner looks elsewhere, and the request is dropped. */
    [[nodiscard]] virtual bool channelDeferred(int openSessions)
    {
        Q_UNUSED(openSessions);
        return false;
    }
};

} // namespace Atelier::Ssh
