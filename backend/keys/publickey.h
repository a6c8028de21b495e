// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backend/core/result.h"

#include <QByteArray>
#include <QList>
#include <QString>

namespace Atelier::Ssh {

/** A public key that may be allowed to log in; RFC 4253 section 6.6, RFC 8709, RFC 5656. */
struct PublicKey
{
    QString type = {}; ///< "ssh-ed25519", "ssh-rsa", "ecdsa-sha2-nistp256", …
    int bits = 0;
    QByteArray blob = {}; ///< decoded, as a host or client key is sent
    QString comment = {};
    QString file = {}; ///< where it was read, empty when it was pasted

    /** "type base64 comment": the line for authorized_keys. */
    [[nodiscard]] QString line() const;
    /** "SHA256:…" as `ssh-keygen -l` prints it. */
    [[nodiscard]] QString fingerprint() const;
    /** For people: "ED25519", "RSA, 4096 bits". */
    [[nodiscard]] QString algorithm() const;
    bool operator==(const PublicKey &) const = default;
};

/** Reads what a person pastes: an OpenSSH line or an RFC 4716 block. Everything else is an error
 *  whose sentence says what the text is and what to do. */
[[nodiscard]] Result<PublicKey> publicKeyFrom(const QString &text);

[[nodiscard]] Result<PublicKey> publicKeyFromFile(const QString &file);

/** The usable keys of @p folder/\*.pub, by name; files that hold none are left out. */
[[nodiscard]] QList<PublicKey> publicKeysIn(const QString &folder);

} // namespace Atelier::Ssh
