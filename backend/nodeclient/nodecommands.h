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
    Unsafe = 75,       ///< others may put something else in its place
};

/**
 * The command that serves from the copy with @p digest. Without one it writes "ATELIER-MISSING
 * SYSTEM MACHINE", after uname; so it does where others than the user may write to the copy or to
 * the folders from the cache on; where a link leads there, to any folder above it. Both commands
 * are one fixed text for /bin/sh, whatever the login shell is, with nothing in it but digits; the
 * folder is $XDG_CACHE_HOME, else ~/.cache.
 */
[[nodiscard]] QString serveCommand(const QByteArray &digest);

/** The command that takes the program from its standard input into folders that only the user may
 *  write to (our own are made so; the cache is not ours): under a temporary name with @p nonce,
 * verified by the program itself, then under its own. Ends with a BringStatus. */
[[nodiscard]] QString bringCommand(const QByteArray &digest, const QByteArray &nonce);

/** Where others may put something, by what bringCommand() writes with BringStatus::Unsafe. */
struct UnsafePlace
{
    QString path = {};
    bool isOwn = false; ///< the user may change its mode
};
[[nodiscard]] std::optional<UnsafePlace> unsafePlaceIn(const QByteArray &errorOutput);

/** What serveCommand() says where there is no copy. */
struct MissingCopy
{
    QByteArray system = {};  ///< "Linux"
    QByteArray machine = {}; ///< "x86_64"
};
[[nodiscard]] std::optional<MissingCopy> missingCopyIn(const QByteArray &text);

} // namespace Atelier::NodeClient
