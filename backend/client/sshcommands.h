// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backend/arm/extensions.h"
#include "backend/core/result.h"

#include <QString>

namespace Atelier::Client {

/** What a terminal needs to reach a node: the lines that a person copies. */
struct SshCommands
{
    QString ssh = {};
    QString scp = {}; ///< copies the files of the current folder into the home
};

/**
 * Whether @p access may stand in a line to paste and in a file of host keys: what a server calls a
 * user, an address or a key must not become an option, a command or another line.
 */
[[nodiscard]] Result<void> checkAccess(const Arm::NodeAccess &access);

/** The lines for an @p access that was checked, with the private key @p keyFile and the host keys
 * in @p knownHostsFile.
 */
[[nodiscard]] SshCommands sshCommands(const Arm::NodeAccess &access,
                                      const QString &keyFile,
                                      const QString &knownHostsFile);

/**
 * Writes the host keys of @p access to @p file as OpenSSH reads them, in place of others for the
 * same address and port. The file is made with mode 0600 and replaced as a whole.
 */
[[nodiscard]] Result<void> rememberHostKeys(const QString &file, const Arm::NodeAccess &access);

/** @p text as one word of a POSIX shell. */
[[nodiscard]] QString shellWord(const QString &text);

} // namespace Atelier::Client
