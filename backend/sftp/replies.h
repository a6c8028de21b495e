// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backend/core/result.h"
#include "backend/sftp/attributes.h"
#include "backend/sftp/packettype.h"
#include "backend/sftp/serverfeatures.h"

#include <QByteArray>

#include <optional>

namespace Atelier::Sftp {

/** An answer as it arrived; @ref body, what follows its number, is valid until its reader waits
 *  again. */
struct Reply
{
    PacketType type = PacketType::Status;
    QByteArrayView body = {};
};

// What an answer says, or the Error that it is. @p path is what the request was about. An answer
// of another kind than the request can have, or with bytes missing or left over, is Error::Code::
// Protocol. Without Qt's event loop and without a state: the fuzzer calls these alone.

/** Of requests that are only done or not. Status 0 where something else was due is a fault too. */
[[nodiscard]] Result<void> doneFrom(const Reply &reply, const QByteArray &path);
/** Of OPEN and OPENDIR: 1 to 256 bytes. */
[[nodiscard]] Result<QByteArray> handleFrom(const Reply &reply, const QByteArray &path);
/** Of READ: 1 to @p length bytes; nothing at the file's end. */
[[nodiscard]] Result<std::optional<QByteArrayView>> dataFrom(const Reply &reply,
                                                             quint32 length,
                                                             const QByteArray &path);
/** Of READDIR; nothing at the folder's end. Names are not judged. */
[[nodiscard]] Result<std::optional<Entries>> entriesFrom(const Reply &reply,
                                                         const QByteArray &path);
/** Of REALPATH and READLINK: one name of at most 4096 bytes without NUL. */
[[nodiscard]] Result<QByteArray> pathFrom(const Reply &reply, const QByteArray &path);
[[nodiscard]] Result<Attributes> attributesFrom(const Reply &reply, const QByteArray &path);
[[nodiscard]] Result<FileSystemRoom> roomFrom(const Reply &reply, const QByteArray &path);
/** What follows a Version packet's type byte. Unknown extensions are passed over. */
[[nodiscard]] Result<ServerFeatures> featuresFrom(QByteArrayView body);
/** Takes over what limits@openssh.com says, within what this program sends and takes. */
[[nodiscard]] Result<void> applyLimits(const Reply &reply, ServerFeatures *features);

} // namespace Atelier::Sftp
