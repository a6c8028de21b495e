// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backend/core/result.h"
#include "backend/ssh/destination.h"

#include <QString>
#include <QStringList>

namespace Atelier::Ssh {

/** The keys with which a Session takes a server for @p destination without a question. */
[[nodiscard]] QList<HostKey> acceptedHostKeys(const Destination &destination);

/** The name under which the accepted keys of a destination stand in its private file. */
[[nodiscard]] QString targetKeyAlias();

/**
 * What ssh(1) is to know of a destination and the servers on the way to it, as files in a private
 * folder: "known_hosts" with the accepted keys of each, and for jump hosts a "config" in which each
 * has a name of its own and everything said, so that no rule of the user's own files counts for
 * them.
 */
struct OpenSshTrust
{
    QString knownHosts = {}; ///< the file's path
    QString config = {};     ///< likewise; empty without jump hosts
    QStringList hops = {};   ///< for ProxyJump, the first reached directly

    /** @p userConfig: read after what is said of the jump hosts, or empty. */
    [[nodiscard]] static Result<OpenSshTrust> write(const Destination &destination,
                                                    const QString &userConfig,
                                                    const QString &folder);
};

/** @p value as one word of ssh_config(5), in which ssh(1) expands no "%"; what it makes of "${" and
 * of the beginning of a file's name can't be prevented here. */
[[nodiscard]] QString configWord(const QString &value);

/** The name of a file likewise, which is not taken for a home ("~"), a variable or a word like
 * "none". */
[[nodiscard]] QString configPath(const QString &path);

/** ssh(1) counts in whole seconds, and takes 0 for no limit. */
[[nodiscard]] QString wholeSeconds(std::chrono::milliseconds span);

} // namespace Atelier::Ssh
