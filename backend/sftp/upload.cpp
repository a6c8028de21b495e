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
#include "backend/sftp/remoteroom.h"

namespace Atelier::Sftp {

namespace {

constexpr int mostTargetNumbers = 1000;

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

/** Sends what is missing in @p opened. */
Task<Result<Done>> send(WorkPointer work,
                        ChannelPointer channel,
                        UploadJob job,
                        std::shared_ptr<const LocalSource> source,
                        std::shared_ptr<OpenPartial> opened)
{
    job.meter->progress.bytes += opened->begin;
    const auto pushed = co_await push(work,
                                      channel,
                                      {.source = source,
                                       .handle = opened->handle.bytes(),
                                       .path = opened->partial.path,
                                       .begin = opened->begin,
                                       .meter = job.meter});
    if (!pushed) {
        co_return failure(pushed.error());
    }
    co_return co_await complete(work, channel, job, source, opened->handle.release());
}

/** Keeps what another try can go on from, removes everything else; what is to be told. */
Task<Error> giveUp(WorkPointer work,
                   ChannelPointer channel,
                   UploadJob job,
                   std::shared_ptr<const LocalSource> source,
                   RemotePartial partial,
                   Error error)
{
    error = co_await explained(work, channel, error, job.target, partial.path, source->size());
    bool mayResume = job.resumes && mayResumeAfter(error);
    if (mayResume && error.code == Error::Code::Exhausted) {
        mayResume = co_await isWorthKeeping(work, channel, partial);
    }
    leavePartial(work->engine, channel, partial, mayResume);
    co_return error;
}

/** Gives the partial its name; with Conflict::Rename the first that is free. */
Task<Result<QByteArray>> publish(WorkPointer work,
                                 ChannelPointer channel,
                                 UploadJob job,
                                 QByteArray partial,
                                 std::shared_ptr<bool> hasRemoved)
{
    QByteArray target = job.target;
    const bool replaces = job.conflict == Conflict::Overwrite;
    auto renamed = co_await Operations::rename(
        work, channel, partial, target, replaces, hasRemoved);
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

/** The renaming that an earlier try had asked for, when its link broke or it was cancelled, may
 *  have come to the server late: then its part, of the same source, has the target's name. */
Task<bool> isPublished(WorkPointer work,
                       ChannelPointer channel,
                       UploadJob job,
                       std::shared_ptr<const LocalSource> source)
{
    const auto found = co_await Operations::status(work, channel, job.target, false);
    const auto modified = [](const Attributes &attributes) {
        return attributes.times.value_or(FileTimes()).modified;
    };
    co_return found && found->isFile() && found->size == source->size() && found->times.has_value()
        && modified(*found) == modified(source->attributes());
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
    auto found = co_await openPartial(work, channel, job.target, source, job.resumes);
    if (!found) {
        co_return failure(
            co_await explained(work, channel, found.error(), job.target, {}, source->size()));
    }
    const auto open = std::make_shared<OpenPartial>(std::move(*found));
    const RemotePartial partial = open->partial;
    const auto sent = co_await send(work, channel, job, source, open);
    if (!sent) {
        co_return failure(co_await giveUp(work, channel, job, source, partial, sent.error()));
    }
    const auto hasRemoved = std::make_shared<bool>(false);
    auto path = co_await publish(work, channel, job, partial.path, hasRemoved);
    if (!path && open->begin > 0 && path.error().code == Error::Code::NotFound) {
        const bool isThere = co_await isPublished(work, channel, job, source);
        path = isThere ? Result<QByteArray>(job.target) : path;
    }
    if (!path) {
        // Until the renaming is answered nobody goes on with a part that is about to be renamed.
        if (Operations::isUnanswered(work, channel)) {
            channel->forget(PacketWriter(PacketType::LinkStat).text(partial.path), partial.claim);
        }
        // Without what was in the way, the part is all there is: it stays, note or not.
        if (!*hasRemoved) {
            leavePartial(
                work->engine, channel, partial, job.resumes && mayResumeAfter(path.error()));
        }
        if (job.conflict == Conflict::Skip && path.error().code == Error::Code::AlreadyExists) {
            co_return TransferResult{.path = job.target, .isSkipped = true};
        }
        co_return failure(path.error());
    }
    co_await dropNote(work, channel, partial);
    co_return TransferResult{.path = *path, .bytes = source->size(), .resumedAt = open->begin};
}

} // namespace Atelier::Sftp
