// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QString>

namespace Atelier::Ssh {

/** A host key as an OpenSSH public key line holds it. */
struct HostKey
{
    QString type = {};
    QByteArray blob = {};
    [[nodiscard]] QString fingerprint() const; ///< "SHA256:…" as ssh-keygen -l prints it
    bool operator==(const HostKey &) const = default;
};

} // namespace Atelier::Ssh
