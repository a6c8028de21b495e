// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/sftp/uploadsmall.h"

#include "backend/sftp/engine.h"
#include "backend/sftp/errors.h"
#include "backend/sftp/operations.h"
#include "backend/sftp/remotepartial.h"
#include "backend/sftp/remoteroom.h"

namespace Atelier::Sftp {

namespace {

Task<Result<Done>> writeWhole(WorkPointer work,
                              ChannelPointer channel,
                              UploadJob job,
                              std::shared_ptr<const LocalSource> source,
                              QByteArray handle)
{
    QByteArray bytes(static_cast<qsizetype>(source->size()), Qt::Uninitialized);
    const auto read = source->read(0, {bytes.data(), static_cast<std::size_t>(bytes.size())});
    if (!read) {
        co_return failure(read.error());
    }
    PacketWriter packet(PacketType::Write);
    packet.text(handle).longNumber(0).text(bytes);
    auto writing = bytes.isEmpty() ? Operations::nothing()
                                   : Operations::plain(work, channel, packet, job.target);
    auto setting = Operations::setHandleStatus(
        work, channel, handle, source->attributes(), job.target);
    auto closing = Operations::close(work, channel, handle, job.target);
    const auto written = co_await writing;
    const auto set = co_await setting;
    const auto closed = co_await closing;
    for (const auto *step : {&written, &set, &closed}) {
        if (!*step) {
            co_return failure(step->error());
        }
    }
    const auto unchanged = source->checkUnchanged();
    if (!unchanged) {
        co_return failure(unchanged.error());
    }
    co_return Done();
}

} // namespace

Task<Result<TransferResult>> uploadSmall(WorkPointer work, ChannelPointer channel, UploadJob job)
{
    auto found = LocalSource::open(job.folder, job.name);
    if (!found) {
        co_return failure(found.error());
    }
    const auto source = std::make_shared<const LocalSource>(std::move(*found));
    if (source->size() > channel->features().largestWrite) {
        co_return failure(changedError(job.folder->pathOf(job.name))); // it has just grown
    }
    while (!channel->hasRoom() && !work->isStopped()) {
        co_await channel->sent().wait();
    }
    auto opened = co_await openPartial(work, channel, job.target, source, false);
    if (!opened) {
        co_return failure(
            co_await explained(work, channel, opened.error(), job.target, {}, source->size()));
    }
    const RemotePartial partial = opened->partial;
    while (!channel->hasRoom() && !work->isStopped()) {
        co_await channel->sent().wait();
    }
    const QByteArray handle = opened->handle.release();
    auto done = co_await writeWhole(work, channel, job, source, handle);
    if (done) {
        done = co_await Operations::rename(work, channel, partial.path, job.target, false);
    }
    if (!done) {
        const Error error = co_await explained(
            work, channel, done.error(), job.target, partial.path, source->size());
        leavePartial(work->engine, channel, partial, false);
        co_return failure(error);
    }
    job.meter->progress.bytes += source->size();
    job.meter->update();
    co_return TransferResult{.path = job.target, .bytes = source->size()};
}

} // namespace Atelier::Sftp
