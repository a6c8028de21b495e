// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backend/ssh/hostkey.h"

#include <QByteArray>

#include <optional>

namespace Atelier::Ssh {

/** One line of a known_hosts file (sshd(8), SSH_KNOWN_HOSTS FILE FORMAT). */
struct KnownHostsLine
{
    enum class Marker { None, Revoked, CertAuthority };

    Marker marker = Marker::None;
    QByteArray hosts = {}; ///< a list of patterns, or a hashed name
    HostKey key = {};

    /** Nothing for a comment, an empty line, and for whatever OpenSSH passes over as well: an
     * unknown marker or type of key, a key that is not whole. */
    [[nodiscard]] static std::optional<KnownHostsLine> parse(QByteArrayView line);
};

} // namespace Atelier::Ssh
