// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/sftp/download.h"

#include "backend/sftp/engine.h"
#include "backend/sftp/errors.h"
#include "backend/sftp/fetch.h"
#include "backend/sftp/names.h"
#include "backend/sftp/operations.h"

namespace Atelier::Sftp {

namespace {

struct Source
{
    OpenHandle handle;
    Attributes attributes;
};

Task<Result<Source>> openSource(WorkPointer work, ChannelPointer channel, QByteArray path)
{
    // Both leave together. When another file has taken the name between the two, the comparison at
    // the end, by the handle, tells.
    auto opening = Operations::open(work, channel, path, OpenToRead, {});
    auto asking = Operations::status(work, channel, path, true);
    auto handle = co_await opening;
    const auto attributes = co_await asking;
    if (!handle) {
        co_return failure(handle.error());
    }
    if (!attributes) {
        co_return failure(attributes.error());
    }
    if (attributes->mode && !attributes->isFile()) {
        co_return failure(notAFileError(path));
    }
    if (!attributes->size) {
        co_return failure(protocolError(path, QStringLiteral("a file without a size")));
    }
    co_return Source{.handle = std::move(*handle), .attributes = *attributes};
}

TransferNote noteOf(const QByteArray &path, const Attributes &attributes)
{
    return {.source = path,
            .size = attributes.size.value_or(0),
            .modified = attributes.times ? attributes.times->modified : 0U};
}

/** Where to go on: 0 when the end of what is there is not the source's. */
Task<Result<quint64>> compareEnd(WorkPointer work,
                                 ChannelPointer channel,
                                 QByteArray handle,
                                 std::shared_ptr<LocalPartial> partial,
                                 quint64 done,
                                 QByteArray path)
{
    const auto length = static_cast<quint32>(std::min<quint64>(done, comparedBytes));
    const auto ours = partial->read(done - length, length);
    QByteArray theirs;
    while (ours && theirs.size() < length) {
        const quint32 left = length - static_cast<quint32>(theirs.size());
        const auto data = co_await Operations::read(work, channel, handle, done - left, left, path);
        if (!data) {
            co_return failure(data.error());
        }
        if (data->isEmpty()) {
            break;
        }
        theirs += *data;
    }
    if (ours && *ours == theirs) {
        co_return done;
    }
    const auto emptied = partial->restart();
    if (!emptied) {
        co_return failure(emptied.error());
    }
    co_return quint64{0};
}

/** Nothing may follow the announced size, and nobody may have changed the source meanwhile. */
Task<Result<Done>> checkUnchanged(
    WorkPointer work, ChannelPointer channel, QByteArray handle, QByteArray path, Attributes before)
{
    auto reading = Operations::read(work, channel, handle, before.size.value_or(0), 1, path);
    auto asking = Operations::handleStatus(work, channel, handle, path);
    const auto data = co_await reading;
    const auto after = co_await asking;
    if (!data || !after) {
        co_return failure(data ? after.error() : data.error());
    }
    // NOLINTBEGIN(bugprone-unchecked-optional-access): checked in the same expression
    const bool isSame = after->size == before.size
                        && (!after->times || !before.times
                            || after->times->modified == before.times->modified);
    // NOLINTEND(bugprone-unchecked-optional-access)
    if (!data->isEmpty() || !isSame) {
        co_return failure(changedError(path));
    }
    co_return Done();
}

/** Times and permissions, and if need be the disk. */
Task<Result<Done>> complete(WorkPointer work,
                            DownloadJob job,
                            std::shared_ptr<LocalPartial> partial,
                            Attributes attributes)
{
    const auto set = partial->complete(attributes);
    if (!set) {
        co_return failure(set.error());
    }
    if (job.isDurable) {
        const auto synced = co_await work->engine.elsewhere(work, partial->syncing());
        if (!synced || !*synced) {
            co_return failure(synced ? synced->error() : cancelledError());
        }
    }
    co_return Done();
}

Task<Result<TransferResult>> fetchFile(WorkPointer work,
                                       ChannelPointer channel,
                                       DownloadJob job,
                                       std::shared_ptr<LocalPartial> partial)
{
    const auto source = co_await openSource(work, channel, job.source);
    if (!source) {
        co_return failure(source.error());
    }
    const QByteArray handle = source->handle.bytes();
    const quint64 size = source->attributes.size.value_or(0);
    auto begin = partial->open(noteOf(job.source, source->attributes), job.resumes);
    if (begin && *begin > 0) {
        begin = co_await compareEnd(work, channel, handle, partial, *begin, job.source);
    }
    if (!begin) {
        co_return failure(begin.error());
    }
    job.meter->progress.total += size;
    job.meter->progress.bytes += *begin;
    const auto fetched = co_await fetch(work,
                                        channel,
                                        {.handle = handle,
                                         .path = job.source,
                                         .begin = *begin,
                                         .end = size,
                                         .partial = partial,
                                         .meter = job.meter});
    if (!fetched) {
        co_return failure(fetched.error());
    }
    const auto checked = co_await checkUnchanged(
        work, channel, handle, job.source, source->attributes);
    if (!checked) {
        co_return failure(checked.error());
    }
    const auto completed = co_await complete(work, job, partial, source->attributes);
    if (!completed) {
        co_return failure(completed.error());
    }
    co_return TransferResult{.path = {}, .bytes = size, .resumedAt = *begin};
}

/** Renames, or tidies up. */
Task<Result<TransferResult>> conclude(Result<TransferResult> result,
                                      WorkPointer work,
                                      DownloadJob job,
                                      std::shared_ptr<LocalPartial> partial)
{
    if (!result) {
        partial->leave(job.resumes && mayResumeAfter(result.error()));
        co_return result;
    }
    const auto name = partial->publish(job.conflict);
    if (name) {
        result->path = job.folder->pathOf(*name);
        if (job.isDurable) {
            const std::function sync = [folder = job.folder, path = result->path] {
                return LocalPartial::sync(folder->descriptor(), path);
            };
            const auto synced = co_await work->engine.elsewhere(work, sync);
            if (synced && !*synced) { // stopped meanwhile it has its name all the same
                co_return failure(synced->error());
            }
        }
        co_return result;
    }
    partial->leave(false);
    if (job.conflict == Conflict::Skip && name.error().code == Error::Code::AlreadyExists) {
        result->isSkipped = true;
        result->path = job.folder->pathOf(job.name);
        co_return result;
    }
    co_return failure(name.error());
}

/** What is in the way is told before anything is transferred. */
std::optional<Result<TransferResult>> conflictOf(const DownloadJob &job)
{
    const auto found = job.folder->status(job.name);
    const QByteArray path = job.folder->pathOf(job.name);
    if (!isEntryName(job.name)) {
        return failure(localError(path, EINVAL));
    }
    if (!found || job.conflict == Conflict::Rename) {
        return std::nullopt;
    }
    if (job.conflict == Conflict::Skip) {
        return TransferResult{.path = path, .isSkipped = true};
    }
    if (job.conflict == Conflict::Fail) {
        return failure(existsError(path));
    }
    if (S_ISDIR(found->st_mode)) {
        return failure(localError(path, EISDIR));
    }
    return std::nullopt;
}

} // namespace

bool mayResumeAfter(const Error &error)
{
    using Code = Error::Code;
    return error.code == Code::Cancelled || error.code == Code::ConnectionLost
           || error.code == Code::Exhausted || error.code == Code::TimedOut
           || error.code == Code::Unreachable || error.code == Code::Unavailable;
}

Task<Result<TransferResult>> download(WorkPointer work, ChannelPointer channel, DownloadJob job)
{
    if (auto conflict = conflictOf(job)) {
        co_return std::move(*conflict);
    }
    const auto partial = std::make_shared<LocalPartial>(job.folder, job.name);
    auto result = co_await fetchFile(work, channel, job, partial);
    co_return co_await conclude(std::move(result), work, job, partial);
}

Task<Result<TransferResult>> downloadSmall(WorkPointer work,
                                           ChannelPointer channel,
                                           DownloadJob job,
                                           Attributes announced)
{
    if (auto conflict = conflictOf(job)) {
        co_return std::move(*conflict);
    }
    const auto read = co_await fetchSmall(
        work, channel, job.source, static_cast<quint32>(announced.size.value_or(0)));
    if (!read) {
        co_return failure(read.error());
    }
    if (!read->isWhole) {
        job.meter->progress.total -= announced.size.value_or(0);
        co_return co_await download(work, channel, job);
    }
    const auto partial = std::make_shared<LocalPartial>(job.folder, job.name);
    const auto begin = partial->open(noteOf(job.source, read->attributes), false);
    if (!begin) {
        co_return failure(begin.error());
    }
    const auto bytes = static_cast<std::size_t>(read->data.size());
    const auto written = partial->write(0, {read->data.constData(), bytes});
    Result<TransferResult> result = TransferResult{.path = {}, .bytes = bytes};
    if (!written) {
        result = failure(written.error());
    } else if (const auto set = co_await complete(work, job, partial, read->attributes); !set) {
        result = failure(set.error());
    }
    job.meter->progress.bytes += bytes;
    job.meter->update();
    co_return co_await conclude(std::move(result), work, job, partial);
}

} // namespace Atelier::Sftp
