// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/sftp/upload.h"

#include "backend/sftp/download.h"
#include "backend/sftp/engine.h"
#include "backend/sftp/errors.h"
#include "backend/sftp/names.h"
#include "backend/sftp/operations.h"
#include "backend/sftp/push.h"
#include "backend/sftp/remotepartial.h"

namespace Atelier::Sftp {

namespace {

constexpr int mostTargetNumbers = 1000;

/** "Failure" may mean a full disk, which version 3 has no word for. */
Task<Error> explained(WorkPointer work, ChannelPointer channel, Error error, QByteArray path)
{
    if (!isPlainFailure(error) || !channel->features().statvfs) {
        co_return error;
    }
    const auto room = co_await Operations::room(work, channel, folderOf(path));
    constexpr quint64 nothing = quint64{64} * 1024;
    if (room && (room->free < nothing || room->filesFree == 0)) {
        co_return remoteDiskFull(path);
    }
    co_return error;
}

/** Everything behind the last block: the size as the server sees it, times, bits, its disk. */
Task<Result<Done>> complete(WorkPointer work,
                            ChannelPointer channel,
                            UploadJob job,
                            std::shared_ptr<const LocalSource> source,
                            QByteArray handle)
{
    // They leave together and are done in their order.
    auto setting = Operations::setHandleStatus(
        work, channel, handle, source->attributes(), job.target);
    auto asking = Operations::handleStatus(work, channel, handle, job.target);
    auto syncing = job.isDurable ? Operations::sync(work, channel, handle, job.target)
                                 : Operations::nothing();
    auto closing = Operations::close(work, channel, handle, job.target);
    const auto set = co_await setting;
    const auto status = co_await asking;
    const auto synced = co_await syncing;
    const auto closed = co_await closing;
    for (const auto *step : {&set, &synced, &closed}) {
        if (!*step) {
            co_return failure(step->error());
        }
    }
    if (!status) {
        co_return failure(status.error());
    }
    if (status->size != source->size()) {
        co_return failure(shorterError(job.target, source->size(), status->size.value_or(0)));
    }
    const auto unchanged = source->checkUnchanged();
    if (!unchanged) {
        co_return failure(unchanged.error());
    }
    co_return Done();
}

Task<Result<TransferResult>> send(WorkPointer work,
                                  ChannelPointer channel,
                                  UploadJob job,
                                  std::shared_ptr<const LocalSource> source,
                                  RemotePartial partial)
{
    auto opened = co_await openPartial(work, channel, partial, source, job.resumes);
    if (!opened) {
        co_return failure(opened.error());
    }
    job.meter->progress.bytes += opened->begin;
    const auto pushed = co_await push(work,
                                      channel,
                                      {.source = source,
                                       .handle = opened->handle.bytes(),
                                       .path = partial.path,
                                       .begin = opened->begin,
                                       .meter = job.meter});
    if (!pushed) {
        co_return failure(co_await explained(work, channel, pushed.error(), job.target));
    }
    const QByteArray handle = opened->handle.release();
    const auto completed = co_await complete(work, channel, job, source, handle);
    if (!completed) {
        co_return failure(co_await explained(work, channel, completed.error(), job.target));
    }
    co_return TransferResult{
        .path = job.target, .bytes = source->size(), .resumedAt = opened->begin};
}

/** Gives the partial its name; with Conflict::Rename the first that is free. */
Task<Result<QByteArray>> publish(WorkPointer work,
                                 ChannelPointer channel,
                                 UploadJob job,
                                 QByteArray partial)
{
    QByteArray target = job.target;
    const bool replaces = job.conflict == Conflict::Overwrite;
    auto renamed = co_await Operations::rename(work, channel, partial, target, replaces);
    for (int number = 2;
         !renamed && job.conflict == Conflict::Rename
         && renamed.error().code == Error::Code::AlreadyExists && number < mostTargetNumbers;
         ++number) {
        target = joined(folderOf(job.target), numberedName(lastName(job.target), number));
        renamed = co_await Operations::rename(work, channel, partial, target, false);
    }
    if (!renamed) {
        co_return failure(renamed.error());
    }
    co_return target;
}

/** What is in the way is told before anything is transferred. */
Task<std::optional<Result<TransferResult>>> conflictOf(WorkPointer work,
                                                       ChannelPointer channel,
                                                       UploadJob job)
{
    using Answer = std::optional<Result<TransferResult>>;
    if (job.isNew || job.conflict == Conflict::Rename || job.conflict == Conflict::Overwrite) {
        co_return Answer();
    }
    const auto found = co_await Operations::status(work, channel, job.target, false);
    if (!found) {
        const bool isFree = found.error().code == Error::Code::NotFound;
        co_return isFree ? Answer() : Answer(failure(found.error()));
    }
    if (job.conflict == Conflict::Skip) {
        co_return Answer(TransferResult{.path = job.target, .isSkipped = true});
    }
    co_return Answer(failure(existsError(job.target)));
}

} // namespace

Task<Result<TransferResult>> upload(WorkPointer work, ChannelPointer channel, UploadJob job)
{
    auto opened = LocalSource::open(job.folder, job.name);
    if (!opened) {
        co_return failure(opened.error());
    }
    const auto source = std::make_shared<const LocalSource>(std::move(*opened));
    auto conflict = co_await conflictOf(work, channel, job);
    if (conflict) {
        co_return std::move(*conflict);
    }
    job.meter->progress.total += source->size();
    const auto partial = RemotePartial::of(job.target, source->size());
    auto result = co_await send(work, channel, job, source, partial);
    if (!result) {
        leavePartial(work->engine, channel, partial, job.resumes && mayResumeAfter(result.error()));
        co_return result;
    }
    const auto path = co_await publish(work, channel, job, partial.path);
    if (!path) {
        leavePartial(work->engine, channel, partial, false);
        if (job.conflict == Conflict::Skip && path.error().code == Error::Code::AlreadyExists) {
            co_return TransferResult{.path = job.target, .isSkipped = true};
        }
        co_return failure(path.error());
    }
    co_await dropNote(work, channel, partial);
    result->path = *path;
    co_return result;
}

} // namespace Atelier::Sftp
