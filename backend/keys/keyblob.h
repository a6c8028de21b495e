// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QString>

#include <optional>

namespace Atelier::Ssh {

/** What the encoded form of a public key says about itself. */
struct KeyBlob
{
    QString type = {};
    std::optional<int> bits = {}; ///< nothing when the content does not fit a known type
};

/** Reads the strings of @p blob (RFC 4251 section 5); never fails on hostile input. */
[[nodiscard]] KeyBlob inspectKeyBlob(const QByteArray &blob);

/** Whether @p type is a kind of key that OpenSSH lets log in. */
[[nodiscard]] bool isKnownKeyType(const QString &type);

} // namespace Atelier::Ssh
