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
    auto handle = co_await Operations::open(work, channel, path, OpenToRead, {});
    if (!handle) {
        co_return failure(handle.error());
    }
    const auto attributes = co_await Operations::handleStatus(work, channel, handle->bytes(), path);
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
        PacketWriter packet(PacketType::Read);
        packet.text(handle).longNumber(done - left).number(left);
        const auto reply = co_await Request(channel, work, packet);
        if (!reply) {
            co_return failure(reply.error());
        }
        const auto data = dataFrom(*reply, left, path);
        if (!data) {
            co_return failure(data.error());
        }
        if (!*data) {
            break;
        }
        // NOLINTNEXTLINE(bugprone-unchecked-optional-access): checked above
        theirs += **data;
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
    PacketWriter packet(PacketType::Read);
    packet.text(handle).longNumber(before.size.value_or(0)).number(1);
    const auto reply = co_await Request(channel, work, packet);
    if (!reply) {
        co_return failure(reply.error());
    }
    const auto data = dataFrom(*reply, 1, path);
    if (!data) {
        co_return failure(data.error());
    }
    const auto after = co_await Operations::handleStatus(work, channel, handle, path);
    if (!after) {
        co_return failure(after.error());
    }
    // NOLINTBEGIN(bugprone-unchecked-optional-access): checked in the same expression
    const bool isSame = after->size == before.size
                        && (!after->times || !before.times
                            || after->times->modified == before.times->modified);
    // NOLINTEND(bugprone-unchecked-optional-access)
    if (*data || !isSame) {
        co_return failure(changedError(path));
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
    Result<void> completed;
    const Attributes attributes = source->attributes;
    co_await work->engine.elsewhere([&completed, partial, attributes, isDurable = job.isDurable] {
        completed = partial->complete(attributes, isDurable);
    });
    if (!completed) {
        co_return failure(completed.error());
    }
    co_return TransferResult{.path = {}, .bytes = size, .resumedAt = *begin};
}

/** Renames, or tidies up. */
Result<TransferResult> conclude(Result<TransferResult> result,
                                const DownloadJob &job,
                                const std::shared_ptr<LocalPartial> &partial)
{
    if (!result) {
        partial->leave(job.resumes && mayResumeAfter(result.error()));
        return result;
    }
    const auto name = partial->publish(job.conflict, job.isDurable);
    if (name) {
        result->path = job.folder->pathOf(*name);
        return result;
    }
    partial->leave(false);
    if (job.conflict == Conflict::Skip && name.error().code == Error::Code::AlreadyExists) {
        result->isSkipped = true;
        result->path = job.folder->pathOf(job.name);
        return result;
    }
    return failure(name.error());
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
    co_return conclude(std::move(result), job, partial);
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
    auto written = partial->write(0, {read->data.constData(), bytes});
    if (written) {
        written = partial->complete(read->attributes, job.isDurable);
    }
    Result<TransferResult> result = TransferResult{.path = {}, .bytes = bytes};
    if (!written) {
        result = failure(written.error());
    }
    job.meter->progress.bytes += bytes;
    job.meter->update();
    co_return conclude(std::move(result), job, partial);
}

} // namespace Atelier::Sftp
