// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backend/core/result.h"

#include <QString>

#include <optional>

namespace Atelier {

/** What a user may still fill of a file system. */
struct DiskRoom
{
    qint64 free = 0; ///< bytes
    qint64 total = 0;
};

/** Of the file system at @p folder; nothing when it can't be asked. */
[[nodiscard]] std::optional<DiskRoom> diskRoomAt(const QString &folder);

/** What an instance needs at least: its home with an environment, or a start's own files. */
inline constexpr qint64 roomToCreate = 256LL * 1024 * 1024;
inline constexpr qint64 roomToStart = 64LL * 1024 * 1024;

/** Error::Code::Exhausted with what is free and what is needed; a disk that can't be asked is no
 *  reason to refuse. */
[[nodiscard]] Result<void> checkRoomToCreate(const QString &folder);
[[nodiscard]] Result<void> checkRoomToStart(const QString &folder);

} // namespace Atelier
