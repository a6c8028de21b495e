// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backend/core/result.h"
#include "backend/ssh/destination.h"
#include "backend/ssh/trust/sshoptions.h"

#include <QList>
#include <QString>

#include <optional>

namespace Atelier::Ssh {

/** A machine as a person or ProxyJump names it: "[user@]host[:port]" or "ssh://…". */
struct HostName
{
    QString host = {}; ///< or an alias of the configuration
    QString user = {}; ///< empty: as configured
    quint16 port = 0;  ///< 0: as configured

    /** Refuses what is empty, begins with "-", or holds blanks or control characters: it becomes
     * an argument of ssh. */
    [[nodiscard]] static Result<HostName> parse(const QString &text);
    bool operator==(const HostName &) const = default;
};

/** The destination that @p options describe, without its jumps. An error names what only
 * OpenSSH's own client can do (ProxyCommand and the like). @p alias: as the person named it. */
[[nodiscard]] Result<Destination> destinationFrom(const SshOptions &options, const QString &alias);

/** The hops of ProxyJump, the first reached directly; empty when there are none. */
[[nodiscard]] Result<QList<HostName>> jumpsOf(const SshOptions &options);

} // namespace Atelier::Ssh
