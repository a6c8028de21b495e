// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backend/core/error.h"
#include "backend/ssh/stream.h"

#include <QJsonObject>
#include <QString>

#include <optional>

namespace Atelier::Forwards {

/** A port of this computer that leads into an instance, as a person has set it up. */
struct Forward
{
    QString id = {}; ///< unique, never shown
    QString instance = {};
    QString name = {};
    quint16 port = 0;           ///< in the instance; 0: a socket
    QString socket = {};        ///< path of a UNIX socket in the instance
    quint16 localPort = 0;      ///< 0: any free one
    quint16 usedPort = 0;       ///< the free one it got last, asked for again
    bool startsByItself = true; ///< with the studio and the instance
    bool operator==(const Forward &) const = default;

    [[nodiscard]] Ssh::StreamTarget target() const;
};

enum class ForwardState {
    Stopped,
    Waiting,  ///< for an instance that does not run
    Starting, ///< connecting, or opening the port
    Listening,
    Reconnecting, ///< the port is open, the way to the instance is not
    PortTaken,    ///< by another program, which the error names
    Failed,
};

/** What a forward is doing now. */
struct ForwardStatus
{
    ForwardState state = ForwardState::Stopped;
    quint16 port = 0; ///< of this computer, while it listens
    Error error = {}; ///< of PortTaken and Failed, and of the last connection that was refused
    bool operator==(const ForwardStatus &other) const
    {
        return state == other.state && port == other.port && error.message == other.error.message;
    }
};

/** "port 6006", or the path of the socket. */
[[nodiscard]] QString targetText(const Forward &forward);
/** One word or two for a table: "Listening on localhost:6006". */
[[nodiscard]] QString statusText(const ForwardStatus &status);
/** Where a browser finds it; empty while it does not listen. */
[[nodiscard]] QString addressOf(const ForwardStatus &status);

[[nodiscard]] QJsonObject toJson(const Forward &forward);
/** Nothing when there is no instance or no target in it. */
[[nodiscard]] std::optional<Forward> forwardFrom(const QJsonObject &json);

} // namespace Atelier::Forwards

Q_DECLARE_METATYPE(Atelier::Forwards::ForwardState)
