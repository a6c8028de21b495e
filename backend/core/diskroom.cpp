// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/core/diskroom.h"

#include <QCoreApplication>
#include <QFile>
#include <QLocale>

#include <sys/statvfs.h>

namespace Atelier {

namespace {

QString sizeText(qint64 bytes)
{
    return QLocale().formattedDataSize(bytes, 0, QLocale::DataSizeIecFormat);
}

/** @p sentence has places for the folder, what is free and what is needed. */
Result<void> checkDiskRoom(const QString &folder, qint64 needed, const QString &sentence)
{
    const auto room = diskRoomAt(folder);
    if (!room || room->free >= needed) {
        return {};
    }
    return failure(
        {.code = Error::Code::Exhausted,
         .message = sentence.arg(folder, sizeText(room->free), sizeText(needed)),
         .detail = QStringLiteral("%1 of %2 bytes free").arg(room->free).arg(room->total),
         .serviceCode = QStringLiteral("InsufficientDiskSpace")});
}

} // namespace

std::optional<DiskRoom> diskRoomAt(const QString &folder)
{
    struct statvfs status = {};
    if (::statvfs(QFile::encodeName(folder).constData(), &status) != 0) {
        return {};
    }
    const auto block = static_cast<qint64>(status.f_frsize);
    return DiskRoom{.free = static_cast<qint64>(status.f_bavail) * block,
                    .total = static_cast<qint64>(status.f_blocks) * block};
}

Result<void> checkRoomToCreate(const QString &folder)
{
    return checkDiskRoom(
        folder,
        roomToCreate,
        QCoreApplication::translate("DiskRoom",
                                    "The disk of “%1” has only %2 left, and a new instance needs "
                                    "%3. Make room, then try again."));
}

Result<void> checkRoomToStart(const QString &folder)
{
    return checkDiskRoom(
        folder,
        roomToStart,
        QCoreApplication::translate(
            "DiskRoom",
            "The disk of “%1” has only %2 left, and an instance needs %3 to start. "
            "Make room, then try again."));
}

} // namespace Atelier
