// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

namespace Atelier {

/**
 * What went wrong, in one value: a code for the program, a sentence for the person, the detail
 * for the log and for *Copy technical details*.
 */
struct Error
{
    enum class Code {
        // anywhere
        Cancelled,
        InvalidArgument,
        NotFound,
        AlreadyExists,
        Conflict,           ///< not allowed in the resource's present state
        PreconditionFailed, ///< the resource is not as the caller has seen it (If-Match)
        PermissionDenied,
        Unauthorized,
        Exhausted, ///< disk, memory, ports, quota
        TimedOut,
        Unavailable, ///< try again later
        Unreachable, ///< nobody answers
        Protocol,    ///< the other side answered what its protocol does not allow
        Internal,
        Unknown,
        // SSH
        NameNotResolved,
        ConnectionRefused,
        ConnectionLost,
        HandshakeFailed,
        HostKeyUnknown,
        HostKeyChanged,
        KeyUnreadable,
        AuthenticationRefused,
        ChannelRefused,
        ForwardingRefused,
        CommandFailed,
        PortTaken,
    };

    Code code = Code::Unknown;
    QString message;          ///< one translated sentence with a full stop
    QString detail = {};      ///< untranslated; empty when there is nothing to add
    QString target = {};      ///< what it is about: "name", "sshSettings.adminPublicKey"
    QString serviceCode = {}; ///< the "code" of an ARM error envelope, e.g. "UserError"
};

} // namespace Atelier
