// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/sftp/remotepartial.h"

#include "backend/sftp/engine.h"
#include "backend/sftp/errors.h"
#include "backend/sftp/names.h"
#include "backend/sftp/operations.h"
#include "backend/sftp/push.h"

namespace Atelier::Sftp {

namespace {

constexpr quint32 longestRemoteNote = 8 * 1024;

/** @p length bytes at @p offset, in one answer; fewer are nothing. */
Task<Result<QByteArray>> readAt(WorkPointer work,
                                ChannelPointer channel,
                                QByteArray handle,
                                quint64 offset,
                                quint32 length,
                                QByteArray path)
{
    PacketWriter packet(PacketType::Read);
    packet.text(handle).longNumber(offset).number(length);
    const auto reply = co_await Request(channel, work, packet);
    if (!reply) {
        co_return failure(reply.error());
    }
    const auto data = dataFrom(*reply, length, path);
    if (!data) {
        co_return failure(data.error());
    }
    // NOLINTNEXTLINE(bugprone-unchecked-optional-access): checked beside it
    co_return *data ? (*data)->toByteArray() : QByteArray();
}

Task<Result<TransferNote>> readNote(WorkPointer work, ChannelPointer channel, QByteArray path)
{
    const auto handle = co_await Operations::open(work, channel, path, OpenToRead, {});
    if (!handle) {
        co_return failure(handle.error());
    }
    const auto json = co_await readAt(work, channel, handle->bytes(), 0, longestRemoteNote, path);
    if (!json) {
        co_return failure(json.error());
    }
    const auto note = TransferNote::fromJson(*json);
    if (!note) {
        co_return failure(protocolError(path, QStringLiteral("no note")));
    }
    co_return *note;
}

Task<Done> writeNote(WorkPointer work, ChannelPointer channel, QByteArray path, QByteArray json)
{
    // Without a note the next try begins anew; nothing else depends on it.
    constexpr quint32 flags = OpenToWrite | OpenCreating | OpenOnlyNew;
    const Attributes attributes{.mode = 0600U};
    auto handle = co_await Operations::open(work, channel, path, flags, attributes);
    if (!handle) {
        const auto removed = co_await Operations::remove(work, channel, PacketType::Remove, path);
        if (removed) {
            handle = co_await Operations::open(work, channel, path, flags, attributes);
        }
    }
    if (handle) {
        PacketWriter packet(PacketType::Write);
        packet.text(handle->bytes()).longNumber(0).text(json);
        static_cast<void>(co_await Operations::plain(work, channel, packet, path));
    }
    co_return Done();
}

/** An earlier partial, if it is one of this source and its end is the source's. */
Task<std::optional<OpenPartial>> resume(WorkPointer work,
                                        ChannelPointer channel,
                                        RemotePartial partial,
                                        std::shared_ptr<const LocalSource> source)
{
    using Answer = std::optional<OpenPartial>;
    const auto note = co_await readNote(work, channel, partial.note);
    if (!note || !note->isOfSameSource(source->note())) {
        co_return Answer();
    }
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
        co_return Answer();
    }
    const auto theirs = co_await readAt(
        work, channel, handle->bytes(), begin - length, length, partial.path);
    QByteArray ours(length, Qt::Uninitialized);
    const std::span room(ours.data(), static_cast<std::size_t>(ours.size()));
    if (!theirs || !source->read(begin - length, room) || *theirs != ours) {
        co_return Answer();
    }
    co_return OpenPartial{.handle = std::move(*handle), .begin = begin};
}

Task<Done> removeBoth(WorkPointer work, ChannelPointer channel, QList<QByteArray> paths)
{
    for (const QByteArray &path : paths) {
        static_cast<void>(Operations::remove(work, channel, PacketType::Remove, path));
    }
    co_return Done();
}

} // namespace

RemotePartial RemotePartial::of(const QByteArray &target, quint64 size)
{
    const QByteArray path = joined(folderOf(target), partialName(lastName(target)));
    return {.path = path, .note = size >= worthResuming ? noteName(path) : QByteArray()};
}

Task<Result<OpenPartial>> openPartial(WorkPointer work,
                                      ChannelPointer channel,
                                      RemotePartial partial,
                                      std::shared_ptr<const LocalSource> source,
                                      bool resumes)
{
    if (resumes && !partial.note.isEmpty()) {
        auto earlier = co_await resume(work, channel, partial, source);
        if (earlier) {
            co_return std::move(*earlier);
        }
    }
    constexpr quint32 flags = OpenToWrite | OpenCreating | OpenOnlyNew;
    const Attributes attributes{.mode = 0600U};
    auto handle = co_await Operations::open(work, channel, partial.path, flags, attributes);
    if (!handle && isPlainFailure(handle.error())) {
        const auto removed = co_await Operations::remove(
            work, channel, PacketType::Remove, partial.path);
        if (removed) {
            handle = co_await Operations::open(work, channel, partial.path, flags, attributes);
        }
    }
    if (!handle) {
        co_return failure(handle.error());
    }
    if (!partial.note.isEmpty()) {
        co_await writeNote(work, channel, partial.note, source->note().toJson());
    }
    co_return OpenPartial{.handle = std::move(*handle)};
}

void leavePartial(Engine &engine,
                  const ChannelPointer &channel,
                  const RemotePartial &partial,
                  bool mayResume)
{
    if (mayResume && !partial.note.isEmpty()) {
        return;
    }
    QList<QByteArray> paths{partial.path};
    if (!partial.note.isEmpty()) {
        paths.append(partial.note);
    }
    static_cast<void>(removeBoth(engine.makeWork({}), channel, paths));
}

Task<Done> dropNote(WorkPointer work, ChannelPointer channel, RemotePartial partial)
{
    if (!partial.note.isEmpty()) {
        const auto removed = co_await Operations::remove(
            work, channel, PacketType::Remove, partial.note);
        static_cast<void>(removed); // a note without its partial is harmless
    }
    co_return Done();
}

} // namespace Atelier::Sftp
