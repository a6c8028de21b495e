// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backend/arm/extensions.h"
#include "backend/core/result.h"

#include <QByteArray>
#include <QList>
#include <QString>

namespace Atelier::UserTools {

/** One instance as OpenSSH is told of it. */
struct SshHost
{
    QString instance = {};
    QString alias = {}; ///< what is typed: `ssh alias`
    Arm::NodeAccess access = {};
    bool operator==(const SshHost &) const = default;
};

/** Whether @p host may stand in a configuration file of OpenSSH: a name from a server must not
 * become a pattern, an option or another line. */
[[nodiscard]] Result<void> checkHost(const SshHost &host);

/** Whether @p path can be written in a configuration file of OpenSSH, which has no way to write a
 * line break or the beginning of a variable. */
[[nodiscard]] Result<void> checkPath(const QString &path);

/**
 * One `Host` block for each of the checked @p hosts, ssh_config(5): reached with the private key
 * @p keyFile, verified against @p knownHostsFile under a name of its own, so that neither a changed
 * port nor another host at the same address is in the way.
 */
[[nodiscard]] QByteArray sshConfigText(const QList<SshHost> &hosts,
                                       const QString &keyFile,
                                       const QString &knownHostsFile);

/** The host keys of @p hosts, sshd(8), SSH_KNOWN_HOSTS FILE FORMAT. */
[[nodiscard]] QByteArray knownHostsText(const QList<SshHost> &hosts);

/** @p path as one argument of a keyword that takes a file: quoted, nothing expanded. */
[[nodiscard]] QByteArray fileArgument(const QString &path);

/** @p path as the argument of `Include`, in which glob(7) patterns are looked for. */
[[nodiscard]] QByteArray includeArgument(const QString &path);

} // namespace Atelier::UserTools
