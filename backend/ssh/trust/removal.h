// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backend/ssh/destination.h"

#include <QString>
#include <QStringList>

namespace Atelier::Ssh {

/** What a person needs to know and do when a host key has changed and is right. */
struct Removal
{
    QList<HostKey> recorded = {}; ///< the keys that were expected
    QStringList commands = {};    ///< of a shell, one for each file that holds one of them
};

/**
 * How to take the recorded keys of @p host, @p destination or one of its jump hosts, out of the
 * files of known hosts. For a person to run: Atelier itself removes nothing. Empty unless
 * @p presented is a changed key; a revoked one stays. Reads the files.
 */
[[nodiscard]] Removal removalOf(const Destination &destination,
                                const QString &host,
                                const HostKey &presented);

} // namespace Atelier::Ssh
