// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backend/sftp/localpartial.h"
#include "backend/sftp/meter.h"
#include "backend/sftp/request.h"

namespace Atelier::Sftp {

/** A part of an open file. */
struct FetchJob
{
    QByteArray handle;
    QByteArray path;
    quint64 begin = 0;
    quint64 end = 0;
    std::shared_ptr<LocalPartial> partial;
    std::shared_ptr<Meter> meter;
};

/** Reads it with many requests under way and writes each answer where it belongs. Asks again for
 *  what a short answer left out. */
[[nodiscard]] Task<Result<Done>> fetch(WorkPointer work, ChannelPointer channel, FetchJob job);

/** A small file as a whole. */
struct SmallFile
{
    QByteArray data;
    Attributes attributes;
    bool isWhole = false; ///< it has the size that the server says it has
};

/** Opens, reads, asks and closes; the last three at once. */
[[nodiscard]] Task<Result<SmallFile>> fetchSmall(WorkPointer work,
                                                 ChannelPointer channel,
                                                 QByteArray path,
                                                 quint32 size);

} // namespace Atelier::Sftp
