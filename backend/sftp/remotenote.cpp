// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/sftp/remotenote.h"

#include "backend/sftp/engine.h"
#include "backend/sftp/names.h"
#include "backend/sftp/operations.h"

namespace Atelier::Sftp {

namespace {

/** 4,095 bytes of a path, three characters each, fit; every server reads twice as much at once. */
constexpr quint32 longestRemoteNote = 16 * 1024;
constexpr quint32 longestBootId = 64;

/** A short file as a whole. */
Task<Result<QByteArray>> readShort(WorkPointer work,
                                   ChannelPointer channel,
                                   QByteArray path,
                                   quint32 longest)
{
    const auto handle = co_await Operations::open(work, channel, path, OpenToRead, {});
    if (!handle) {
        co_return failure(handle.error());
    }
    co_return co_await Operations::read(work, channel, handle->bytes(), 0, longest, path);
}

} // namespace

Task<RemoteNote> findNote(WorkPointer work, ChannelPointer channel, QByteArray path)
{
    const auto json = co_await readShort(work, channel, path, longestRemoteNote);
    if (!json) {
        co_return RemoteNote{.isOurs = json.error().code == Error::Code::NotFound};
    }
    RemoteNote found{.exists = true};
    found.content = TransferNote::fromJson(*json);
    if (!found.content) {
        // Torn by a power failure; what may go on behind what was read is another's.
        found.isOurs = json->size() < longestRemoteNote;
        co_return found;
    }
    if (auto claim = PartClaim::take(found.content->part)) {
        found.claim = std::make_shared<const PartClaim>(std::move(*claim));
        found.isOurs = true;
    } else {
        found.content.reset();
    }
    co_return found;
}

Task<bool> writeNote(WorkPointer work,
                     ChannelPointer channel,
                     QByteArray path,
                     TransferNote note,
                     std::shared_ptr<const PartClaim> claim,
                     bool replaces)
{
    const QByteArray json = note.toJson();
    if (json.size() >= longestRemoteNote) {
        co_return false;
    }
    const QByteArray next = joined(folderOf(path), partialName(lastName(path), note.part));
    constexpr quint32 flags = OpenToWrite | OpenCreating | OpenOnlyNew;
    auto handle = co_await Operations::open(work, channel, next, flags, {.mode = 0600U});
    if (!handle) {
        // Stopped meanwhile, it may be there all the same; nobody else has that name.
        work->engine.leftovers().remove(channel, next, claim);
        co_return false;
    }
    PacketWriter packet(PacketType::Write);
    packet.text(handle->bytes()).longNumber(0).text(json);
    auto writing = Operations::plain(work, channel, packet, next);
    auto closing = Operations::close(work, channel, handle->release(), next);
    const auto written = co_await writing;
    const auto closed = co_await closing;
    if (!written || !closed) {
        work->engine.leftovers().remove(channel, next, claim);
        co_return false;
    }
    const auto renamed = co_await Operations::rename(work, channel, next, path, replaces);
    if (!renamed) {
        work->engine.leftovers().remove(channel, next, claim);
        if (Operations::isUnanswered(work, channel)) {
            work->engine.leftovers().remove(channel, path, claim); // it may have its name already
        }
    }
    co_return renamed.has_value();
}

Task<QByteArray> remoteBootId(WorkPointer work, ChannelPointer channel)
{
    const auto id = co_await readShort(
        work, channel, QByteArrayLiteral("/proc/sys/kernel/random/boot_id"), longestBootId);
    co_return id ? id->trimmed() : QByteArray();
}

} // namespace Atelier::Sftp
