// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backend/sftp/localsource.h"
#include "backend/sftp/meter.h"
#include "backend/sftp/request.h"

namespace Atelier::Sftp {

/** The first byte that is not confirmed and the last one sent are at most so far apart. Within this
 * a broken connection may leave gaps in what the server has. */
inline constexpr quint64 largestPush = quint64{16} * 1024 * 1024;

/** A part of a file for an open handle. */
struct PushJob
{
    std::shared_ptr<const LocalSource> source;
    QByteArray handle;
    QByteArray path; ///< of what the handle writes, on the server
    quint64 begin = 0;
    std::shared_ptr<Meter> meter;
};

/** Writes the source from @p job.begin to its end with many requests under way; every one must be
 *  confirmed. A server takes 2 MiB a round trip on one channel, so far away a large file goes over
 *  several, which write to the same file. */
[[nodiscard]] Task<Result<Done>> push(WorkPointer work, ChannelPointer channel, PushJob job);

} // namespace Atelier::Sftp
