// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/sftp/remoteroom.h"

#include "backend/sftp/errors.h"
#include "backend/sftp/names.h"
#include "backend/sftp/operations.h"

namespace Atelier::Sftp {

Task<Error> explained(WorkPointer work,
                      ChannelPointer channel,
                      Error error,
                      QByteArray target,
                      QByteArray partial,
                      quint64 size)
{
    if (!isPlainFailure(error) || !channel->features().statvfs) {
        co_return error;
    }
    const QByteArray folder = folderOf(target);
    std::optional<quint64> present;
    if (!partial.isEmpty()) {
        const auto found = co_await Operations::status(work, channel, partial, false);
        present = found ? std::optional(found->size.value_or(0)) : std::nullopt;
    }
    const auto room = co_await Operations::room(work, channel, folder);
    if (!room) {
        co_return error;
    }
    const quint64 left = size - std::min(size, present.value_or(0));
    // Some file systems count no files.
    const bool takesNoFile = room->files > 0 && room->filesFree == 0;
    if (left > room->free) {
        co_return remoteDiskFull(target, folder, left - room->free);
    }
    co_return takesNoFile && !present ? remoteDiskFull(target, folder, 0) : error;
}

} // namespace Atelier::Sftp
