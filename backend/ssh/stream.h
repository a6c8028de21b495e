// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backend/core/result.h"
#include "backend/core/uniquefd.h"

#include <QByteArray>
#include <QFuture>
#include <QString>

#include <memory>

namespace Atelier::Ssh {

/** Where a stream of bytes leads to on the node. */
struct StreamTarget
{
    enum class Kind { Command, Subsystem, Socket, Port };

    Kind kind = Kind::Command;
    QString name = {};   ///< the command, the subsystem, the socket's path, or the host
    quint16 port = 0;    ///< of Kind::Port
    bool isBulk = false; ///< much data: may wait for a connection and a window of its own

    /** Run by the login shell. */
    [[nodiscard]] static StreamTarget command(const QString &line)
    {
        return {.kind = Kind::Command, .name = line};
    }
    [[nodiscard]] static StreamTarget subsystem(const QString &name)
    {
        return {.kind = Kind::Subsystem, .name = name};
    }
    /** A UNIX socket of the node. */
    [[nodiscard]] static StreamTarget socket(const QString &path)
    {
        return {.kind = Kind::Socket, .name = path};
    }
    /** A TCP port as the node sees it. */
    [[nodiscard]] static StreamTarget tcp(const QString &host, quint16 port)
    {
        return {.kind = Kind::Port, .name = host, .port = port};
    }
    [[nodiscard]] StreamTarget asBulk() const
    {
        StreamTarget copy = *this;
        copy.isBulk = true;
        return copy;
    }
    bool operator==(const StreamTarget &) const = default;
};

/** How what was at a stream's far end has ended. */
struct StreamEnd
{
    int exitStatus = 0;          ///< of a command
    QString signal = {};         ///< "TERM" when the command died of one, else empty
    QByteArray errorOutput = {}; ///< the first 16 KiB of a command's stderr
};

/**
 * A two-way stream of bytes to a node: one end of a local socket pair, which any thread may read
 * and write, blocking or not, and shut down one way. What is not read holds the node back.
 *
 * An end of file alone doesn't tell a whole from a part: @ref end says which it was. It holds an
 * error when the connection broke, and comes after the last byte. Closing the descriptor
 * ends the far end's command with a hang-up.
 */
struct Stream
{
    std::shared_ptr<UniqueFd> descriptor = {};
    QFuture<Result<StreamEnd>> end = {};
};

} // namespace Atelier::Ssh
