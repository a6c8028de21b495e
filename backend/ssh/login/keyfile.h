// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backend/core/result.h"

#include <QByteArray>
#include <QString>

namespace Atelier::Ssh {

/** A private key file as far as it can be understood without a passphrase. */
struct KeyFile
{
    QByteArray content = {};    ///< for libssh2; empty when only a public key is there
    QByteArray publicBlob = {}; ///< empty: the file doesn't say, and there is no PATH.pub
    bool isEncrypted = false;
    bool mayBeRsa = false;
};

/** The public key of a "TYPE BASE64 COMMENT" file; empty when it is none. */
[[nodiscard]] QByteArray readPublicKey(const QString &path);

/**
 * Reads @p path: OpenSSH's own format (PROTOCOL.key), PEM (RFC 7468, or with OpenSSL's headers), or
 * a public key. Error::Code::KeyUnreadable names a file that is missing, open to others, damaged,
 * or of a kind that can't be used.
 */
[[nodiscard]] Result<KeyFile> readKeyFile(const QString &path);

/** Whether libssh2 can log in with a key of this type; else why not, as a sentence about @p name.
 */
[[nodiscard]] Result<void> checkKeyType(const QByteArray &blob, const QString &name);

} // namespace Atelier::Ssh
