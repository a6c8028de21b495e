// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QString>

#include <optional>

namespace Atelier::NodeClient {

/** Exit statuses of bringCommand(), see there. */
enum class BringStatus {
    Done = 0,
    Spoilt = 65,       ///< what arrived is not what was sent
    NoFolder = 71,     ///< the folder can't be made
    NotWritten = 72,   ///< the file can't be written
    DoesNotRun = 73,   ///< the system doesn't start it
    NotPublished = 74, ///< it can't be given its name
};

/**
 * The command that serves from the copy with @p digest. Without one it writes "ATELIER-MISSING
 * SYSTEM MACHINE", after uname. Both commands are one fixed text for /bin/sh, whatever the login
 * shell is, with nothing in it but digits; the folder is $XDG_CACHE_HOME, else ~/.cache.
 */
[[nodiscard]] QString serveCommand(const QByteArray &digest);

/** The command that takes the program from its standard input: under a temporary name with
 *  @p nonce, verified by the program itself, then under its own. Ends with a BringStatus. */
[[nodiscard]] QString bringCommand(const QByteArray &digest, const QByteArray &nonce);

/** What serveCommand() says where there is no copy. */
struct MissingCopy
{
    QByteArray system = {};  ///< "Linux"
    QByteArray machine = {}; ///< "x86_64"
};
[[nodiscard]] std::optional<MissingCopy> missingCopyIn(const QByteArray &text);

} // namespace Atelier::NodeClient
