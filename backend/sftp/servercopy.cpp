// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/sftp/servercopy.h"

#include "backend/sftp/engine.h"
#include "backend/sftp/errors.h"
#include "backend/sftp/names.h"
#include "backend/sftp/operations.h"
#include "backend/sftp/remotepartial.h"

#include <limits>

namespace Atelier::Sftp {

namespace {

constexpr quint64 largestFile = std::numeric_limits<qint64>::max();
/** Of one request: a server copies so much between two looks at whether it is still wanted. */
constexpr quint64 copyBlock = quint64{64} * 1024 * 1024;

Task<Result<Attributes>> copyBytes(WorkPointer work,
                                   ChannelPointer channel,
                                   CopyJob job,
                                   QByteArray partial)
{
    const auto from = co_await Operations::open(work, channel, job.from, OpenToRead, {});
    if (!from) {
        co_return failure(from.error());
    }
    const auto status = co_await Operations::handleStatus(work, channel, from->bytes(), job.from);
    if (!status) {
        co_return failure(status.error());
    }
    // No file is larger than offsets reach (2^63 - 1); with such a size the loop below had no end.
    const quint64 size = status->size.value_or(largestFile + 1);
    if (!status->isFile() || size > largestFile) {
        co_return failure(notAFileError(job.from));
    }
    const auto to = co_await Operations::open(
        work, channel, partial, OpenToWrite | OpenCreating | OpenOnlyNew, {.mode = 0600U});
    if (!to) {
        co_return failure(to.error());
    }
    job.meter->progress.total = size;
    for (quint64 offset = 0; offset < size; offset += copyBlock) {
        const quint64 length = std::min(copyBlock, size - offset);
        PacketWriter packet = PacketWriter::extension("copy-data");
        packet.text(from->bytes()).longNumber(offset).longNumber(length);
        packet.text(to->bytes()).longNumber(offset);
        const auto copied = co_await Operations::plain(work, channel, packet, job.to, true);
        if (!copied) {
            co_return failure(copied.error());
        }
        job.meter->progress.bytes += length;
        job.meter->update();
    }
    const Attributes wanted{.mode = status->permissions(), .times = status->times};
    const auto set = co_await Operations::setHandleStatus(
        work, channel, to->bytes(), wanted, job.to);
    if (!set) {
        co_return failure(set.error());
    }
    const auto written = co_await Operations::handleStatus(work, channel, to->bytes(), job.to);
    if (!written) {
        co_return failure(written.error());
    }
    if (written->size != size) {
        co_return failure(shorterError(job.to, size, written->size.value_or(0)));
    }
    co_return *status;
}

} // namespace

Task<Result<TransferResult>> serverCopy(WorkPointer work, ChannelPointer channel, CopyJob job)
{
    if (!channel->features().copyData) {
        co_return failure(unsupportedError("copy-data"));
    }
    const auto found = co_await Operations::status(work, channel, job.to, false);
    if (found && job.conflict == Conflict::Skip) {
        co_return TransferResult{.path = job.to, .isSkipped = true};
    }
    if (found && job.conflict != Conflict::Overwrite) {
        co_return failure(existsError(job.to));
    }
    const auto partial = RemotePartial::of(job.to);
    const auto copied = co_await copyBytes(work, channel, job, partial.path);
    if (!copied) {
        leavePartial(work->engine, channel, partial, false);
        co_return failure(copied.error());
    }
    const bool replaces = job.conflict == Conflict::Overwrite;
    const auto hasRemoved = std::make_shared<bool>(false);
    const auto named = co_await Operations::rename(
        work, channel, partial.path, job.to, replaces, hasRemoved);
    if (!named) {
        if (!*hasRemoved) {
            leavePartial(work->engine, channel, partial, false);
        }
        co_return failure(named.error());
    }
    co_return TransferResult{.path = job.to, .bytes = copied->size.value_or(0)};
}

} // namespace Atelier::Sftp
