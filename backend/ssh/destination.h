// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QList>
#include <QString>

#include <chrono>

namespace Atelier::Ssh {

/** A host key as an OpenSSH public key line holds it. */
struct HostKey
{
    QString type = {};
    QByteArray blob = {};
    [[nodiscard]] QString fingerprint() const; ///< "SHA256:…" as ssh-keygen -l prints it
    bool operator==(const HostKey &) const = default;
};

/** Whom to connect to, who must answer, and as whom to log in. */
struct Destination
{
    QString host = {}; ///< name or numeric address
    quint16 port = 22;
    QString user = {};
    QString privateKeyFile = {}; ///< OpenSSH or PEM; mode must be 0600 or stricter
    QList<HostKey> hostKeys =
        {}; ///< accepted keys; anything else is refused before any credential is sent
    std::chrono::milliseconds connectTimeout{10'000};
    std::chrono::milliseconds keepAlive{15'000};
};

} // namespace Atelier::Ssh
