// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/sftp/remotepartial.h"

#include "backend/sftp/engine.h"
#include "backend/sftp/errors.h"
#include "backend/sftp/operations.h"
#include "backend/sftp/push.h"

namespace Atelier::Sftp {

namespace {

/** An earlier partial, if it is one of this source and its end is the source's. */
Task<std::optional<OpenPartial>> resume(WorkPointer work,
                                        ChannelPointer channel,
                                        RemotePartial partial,
                                        std::shared_ptr<const LocalSource> source)
{
    using Answer = std::optional<OpenPartial>;
    const auto found = co_await Operations::status(work, channel, partial.path, false);
    // Within what was under way a server may have left gaps.
    const quint64 present = found && found->isFile() ? found->size.value_or(0) : 0;
    if (present <= largestPush || present > source->size()) {
        co_return Answer();
    }
    const quint64 begin = present - largestPush;
    const auto length = static_cast<quint32>(std::min<quint64>(begin, comparedBytes));
    auto handle = co_await Operations::open(
        work, channel, partial.path, OpenToRead | OpenToWrite, {});
    if (!handle) {
        // Left at the very end it may have the bits of a source that nobody may write to.
        const auto set = co_await Operations::setStatus(
            work, channel, partial.path, {.mode = 0600U}, true);
        if (set) {
            handle = co_await Operations::open(
                work, channel, partial.path, OpenToRead | OpenToWrite, {});
        }
    }
    if (!handle) {
        co_return Answer();
    }
    const auto theirs = co_await Operations::read(
        work, channel, handle->bytes(), begin - length, length, partial.path);
    QByteArray ours(length, Qt::Uninitialized);
    const std::span room(ours.data(), static_cast<std::size_t>(ours.size()));
    if (!theirs || !source->read(begin - length, room) || *theirs != ours) {
        co_return Answer();
    }
    co_return OpenPartial{.partial = partial, .handle = std::move(*handle), .begin = begin};
}

/** A part that begins anew. A name that nobody has guessed can't be a link or another's file. */
Task<Result<OpenPartial>> create(WorkPointer work, ChannelPointer channel, RemotePartial partial)
{
    auto handle = co_await Operations::open(
        work, channel, partial.path, OpenToWrite | OpenCreating | OpenOnlyNew, {.mode = 0600U});
    if (!handle) {
        leavePartial(work->engine, channel, partial, false);
        co_return failure(handle.error());
    }
    co_return OpenPartial{.partial = partial, .handle = std::move(*handle)};
}

} // namespace

RemotePartial RemotePartial::of(const QByteArray &target, const QByteArray &token)
{
    return {.path = joined(folderOf(target), partialName(lastName(target), token))};
}

Task<Result<OpenPartial>> openPartial(WorkPointer work,
                                      ChannelPointer channel,
                                      QByteArray target,
                                      std::shared_ptr<const LocalSource> source,
                                      bool resumable)
{
    TransferNote note = source->note();
    note.part = newToken();
    RemotePartial partial = RemotePartial::of(target, note.part);
    if (!resumable || source->size() < worthResuming) {
        co_return co_await create(work, channel, partial);
    }
    const QByteArray notePath = joined(folderOf(target),
                                       noteName(lastName(target), noteKey(note.source)));
    auto asking = remoteBootId(work, channel);
    const auto found = co_await findNote(work, channel, notePath);
    note.boot = co_await asking;
    if (found.content) {
        RemotePartial earlier = RemotePartial::of(target, found.content->part);
        earlier.note = notePath;
        earlier.claim = found.claim;
        // A server that was started anew may have lost what it had not written to its disk.
        if (found.content->isOfSameSource(note) && found.content->isOfSameRun(note)) {
            auto resumed = co_await resume(work, channel, earlier, source);
            if (resumed) {
                co_return std::move(*resumed);
            }
            if (Operations::isUnanswered(work, channel)) {
                co_return failure(channel->error().value_or(cancelledError())); // it may be good
            }
        }
        work->engine.leftovers().remove(channel, earlier.path, earlier.claim);
        if (note.boot.isEmpty()) {
            work->engine.leftovers().remove(channel, notePath, earlier.claim);
        }
    }
    // Where the server doesn't tell which run it is, nothing could be resumed.
    const bool takesNote = found.isOurs && !note.boot.isEmpty();
    if (auto taken = takesNote ? PartClaim::take(note.part) : std::nullopt) {
        const auto claim = std::make_shared<const PartClaim>(std::move(*taken));
        // The note is first: a part that nobody knows of would never be removed.
        if (co_await writeNote(work, channel, notePath, note, claim, found.exists)) {
            partial.note = notePath;
            partial.claim = claim;
        }
    }
    co_return co_await create(work, channel, partial);
}

void leavePartial(Engine &engine,
                  const ChannelPointer &channel,
                  const RemotePartial &partial,
                  bool mayResume)
{
    if (mayResume && !partial.note.isEmpty()) {
        return;
    }
    for (const QByteArray &path : {partial.path, partial.note}) {
        if (!path.isEmpty()) {
            engine.leftovers().remove(channel, path, partial.claim);
        }
    }
}

Task<bool> isWorthKeeping(WorkPointer work, ChannelPointer channel, RemotePartial partial)
{
    const auto found = co_await Operations::status(work, channel, partial.path, false);
    co_return !found || found->size.value_or(0) > largestPush;
}

Task<Done> dropNote(WorkPointer work, ChannelPointer channel, RemotePartial partial)
{
    if (!partial.note.isEmpty()) {
        const auto removed = co_await Operations::remove(
            work, channel, PacketType::Remove, partial.note);
        if (!removed && Operations::isUnanswered(work, channel)) {
            work->engine.leftovers().remove(channel, partial.note, partial.claim);
        }
    }
    co_return Done();
}

} // namespace Atelier::Sftp
