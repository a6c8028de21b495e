// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/sftp/operations.h"

#include "backend/sftp/errors.h"

// NOLINTBEGIN(performance-unnecessary-value-param): a coroutine keeps what it was given by value
namespace Atelier::Sftp::Operations {

namespace {

Result<Done> done(const Result<void> &result)
{
    if (!result) {
        return failure(result.error());
    }
    return Done();
}

/** A request whose answer @p read understands. */
template<typename T>
Task<Result<T>> ask(WorkPointer work,
                    ChannelPointer channel,
                    PacketWriter packet,
                    QByteArray path,
                    Result<T> (*read)(const Reply &, const QByteArray &))
{
    const auto reply = co_await Request(channel, work, packet);
    if (!reply) {
        co_return failure(reply.error());
    }
    co_return read(*reply, path);
}

Task<Result<OpenHandle>> askHandle(WorkPointer work,
                                   ChannelPointer channel,
                                   PacketWriter packet,
                                   QByteArray path)
{
    auto handle = co_await ask(work, channel, packet, path, handleFrom);
    if (!handle) {
        co_return failure(handle.error());
    }
    co_return OpenHandle(channel, std::move(*handle));
}

} // namespace

Task<Result<Done>> plain(
    WorkPointer work, ChannelPointer channel, PacketWriter packet, QByteArray path, bool isSlow)
{
    Request request(channel, work, packet);
    if (isSlow) {
        request.slow();
    }
    const auto reply = co_await request;
    if (!reply) {
        co_return failure(reply.error());
    }
    co_return done(doneFrom(*reply, path));
}

bool isUnanswered(const WorkPointer &work, const ChannelPointer &channel)
{
    return work->isStopped() || channel->error();
}

Task<Result<Done>> nothing()
{
    co_return Done();
}

Task<Result<Attributes>> status(WorkPointer work,
                                ChannelPointer channel,
                                QByteArray path,
                                bool followsLinks)
{
    PacketWriter packet(followsLinks ? PacketType::Stat : PacketType::LinkStat);
    return ask(std::move(work), std::move(channel), packet.text(path), path, attributesFrom);
}

Task<Result<QByteArray>> realPath(WorkPointer work, ChannelPointer channel, QByteArray path)
{
    PacketWriter packet(PacketType::RealPath);
    return ask(std::move(work), std::move(channel), packet.text(path), path, pathFrom);
}

Task<Result<QByteArray>> readLink(WorkPointer work, ChannelPointer channel, QByteArray path)
{
    PacketWriter packet(PacketType::ReadLink);
    return ask(std::move(work), std::move(channel), packet.text(path), path, pathFrom);
}

Task<Result<Done>> remove(WorkPointer work,
                          ChannelPointer channel,
                          PacketType type,
                          QByteArray path)
{
    PacketWriter packet(type);
    return plain(std::move(work), std::move(channel), packet.text(path), path);
}

Task<Result<Done>> makeFolder(WorkPointer work,
                              ChannelPointer channel,
                              QByteArray path,
                              quint32 permissions)
{
    PacketWriter packet(PacketType::MakeFolder);
    packet.text(path).attributes({.mode = permissions & 0777U});
    return plain(std::move(work), std::move(channel), packet, path);
}

Task<Result<Done>> makeLink(WorkPointer work,
                            ChannelPointer channel,
                            QByteArray target,
                            QByteArray path)
{
    // OpenSSH has the two the other way round than the draft, and everybody follows it: PROTOCOL,
    // section 4.1.
    PacketWriter packet(PacketType::MakeLink);
    return plain(std::move(work), std::move(channel), packet.text(target).text(path), path);
}

Task<Result<Done>> makeHardLink(WorkPointer work,
                                ChannelPointer channel,
                                QByteArray path,
                                QByteArray newPath)
{
    if (!channel->features().hardLink) {
        co_return failure(unsupportedError("hardlink@openssh.com"));
    }
    PacketWriter packet = PacketWriter::extension("hardlink@openssh.com");
    co_return co_await plain(work, channel, packet.text(path).text(newPath), newPath);
}

Task<Result<Done>> rename(WorkPointer work,
                          ChannelPointer channel,
                          QByteArray from,
                          QByteArray to,
                          bool replaces,
                          std::shared_ptr<bool> hasRemoved)
{
    if (replaces && channel->features().posixRename) {
        PacketWriter packet = PacketWriter::extension("posix-rename@openssh.com");
        co_return co_await plain(work, channel, packet.text(from).text(to), from);
    }
    PacketWriter packet(PacketType::Rename);
    packet.text(from).text(to);
    auto renamed = co_await plain(work, channel, packet, from);
    if (renamed || !isPlainFailure(renamed.error())) {
        co_return renamed;
    }
    const auto inTheWay = co_await status(work, channel, to, false);
    if (!inTheWay) {
        co_return renamed;
    }
    if (!replaces) {
        co_return failure(existsError(to));
    }
    if (isUnanswered(work, channel)) {
        co_return failure(channel->error().value_or(cancelledError()));
    }
    const auto removed = co_await remove(work, channel, PacketType::Remove, to);
    if (hasRemoved) {
        *hasRemoved = removed || isUnanswered(work, channel);
    }
    if (!removed) {
        co_return removed;
    }
    co_return co_await plain(work, channel, packet, from);
}

Task<Result<Done>> setStatus(WorkPointer work,
                             ChannelPointer channel,
                             QByteArray path,
                             Attributes attributes,
                             bool followsLinks)
{
    if (!followsLinks && !channel->features().linkSetStat) {
        co_return failure(unsupportedError("lsetstat@openssh.com"));
    }
    PacketWriter packet = followsLinks ? PacketWriter(PacketType::SetStat)
                                       : PacketWriter::extension("lsetstat@openssh.com");
    packet.text(path).attributes(attributes);
    co_return co_await plain(work, channel, packet, path);
}

Task<Result<FileSystemRoom>> room(WorkPointer work, ChannelPointer channel, QByteArray path)
{
    if (!channel->features().statvfs) {
        co_return failure(unsupportedError("statvfs@openssh.com"));
    }
    PacketWriter packet = PacketWriter::extension("statvfs@openssh.com");
    co_return co_await ask(work, channel, packet.text(path), path, roomFrom);
}

Task<Result<OpenHandle>> open(
    WorkPointer work, ChannelPointer channel, QByteArray path, quint32 flags, Attributes attributes)
{
    PacketWriter packet(PacketType::Open);
    packet.text(path).number(flags).attributes(attributes);
    return askHandle(std::move(work), std::move(channel), packet, path);
}

Task<Result<OpenHandle>> openFolder(WorkPointer work, ChannelPointer channel, QByteArray path)
{
    PacketWriter packet(PacketType::OpenFolder);
    return askHandle(std::move(work), std::move(channel), packet.text(path), path);
}

Task<Result<Attributes>> handleStatus(WorkPointer work,
                                      ChannelPointer channel,
                                      QByteArray handle,
                                      QByteArray path)
{
    PacketWriter packet(PacketType::HandleStat);
    return ask(std::move(work), std::move(channel), packet.text(handle), path, attributesFrom);
}

Task<Result<Done>> setHandleStatus(WorkPointer work,
                                   ChannelPointer channel,
                                   QByteArray handle,
                                   Attributes attributes,
                                   QByteArray path)
{
    PacketWriter packet(PacketType::SetHandleStat);
    packet.text(handle).attributes(attributes);
    return plain(std::move(work), std::move(channel), packet, path);
}

Task<Result<QByteArray>> read(WorkPointer work,
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

Task<Result<Done>> sync(WorkPointer work,
                        ChannelPointer channel,
                        QByteArray handle,
                        QByteArray path)
{
    if (!channel->features().fsync) {
        co_return Done();
    }
    PacketWriter packet = PacketWriter::extension("fsync@openssh.com");
    co_return co_await plain(work, channel, packet.text(handle), path, true);
}

Task<Result<Done>> close(WorkPointer work,
                         ChannelPointer channel,
                         QByteArray handle,
                         QByteArray path)
{
    PacketWriter packet(PacketType::Close);
    return plain(std::move(work), std::move(channel), packet.text(handle), path);
}

} // namespace Atelier::Sftp::Operations
// NOLINTEND(performance-unnecessary-value-param)
