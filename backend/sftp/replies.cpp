// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/sftp/replies.h"

#include "backend/sftp/errors.h"
#include "backend/sftp/packetreader.h"

#include <algorithm>

namespace Atelier::Sftp {

namespace {

constexpr qsizetype longestHandle = 256;
constexpr qsizetype longestPath = 4096;
/** The smallest entry: two empty strings and no attributes. */
constexpr qsizetype smallestEntry = 12;

struct Status
{
    StatusCode code = StatusCode::Failure;
    QByteArray text = {};
};

/** What a Status packet says. Old servers leave out the text and the language. */
Result<Status> statusFrom(const Reply &reply, const QByteArray &path)
{
    PacketReader reader(reply.body);
    Status status{.code = static_cast<StatusCode>(reader.number())};
    if (reader.isValid() && !reader.atEnd()) {
        status.text = reader.text().toByteArray();
    }
    if (!reader.isValid()) {
        return failure(protocolError(path, QStringLiteral("status cut off")));
    }
    return status;
}

Error failedWith(const Reply &reply, const QByteArray &path)
{
    if (reply.type != PacketType::Status) {
        return protocolError(path,
                             QStringLiteral("answer of type %1").arg(static_cast<int>(reply.type)));
    }
    const auto status = statusFrom(reply, path);
    if (!status) {
        return status.error();
    }
    return status->code == StatusCode::Ok
               ? protocolError(path, QStringLiteral("\"done\" without what was asked for"))
               : statusError(status->code, status->text, path);
}

bool isEndOfFile(const Reply &reply)
{
    return reply.type == PacketType::Status
           && PacketReader(reply.body).number() == static_cast<quint32>(StatusCode::EndOfFile)
           && reply.body.size() >= 4;
}

Error cutOff(const QByteArray &path)
{
    return protocolError(path, QStringLiteral("an answer whose fields do not fit it"));
}

} // namespace

Result<void> doneFrom(const Reply &reply, const QByteArray &path)
{
    if (reply.type == PacketType::Status) {
        const auto status = statusFrom(reply, path);
        if (status && status->code == StatusCode::Ok) {
            return {};
        }
    }
    return failure(failedWith(reply, path));
}

Result<QByteArray> handleFrom(const Reply &reply, const QByteArray &path)
{
    if (reply.type != PacketType::Handle) {
        return failure(failedWith(reply, path));
    }
    PacketReader reader(reply.body);
    QByteArray handle = reader.text().toByteArray();
    if (!reader.isValid() || !reader.atEnd() || handle.isEmpty() || handle.size() > longestHandle) {
        return failure(cutOff(path));
    }
    return handle;
}

Result<std::optional<QByteArrayView>> dataFrom(const Reply &reply,
                                               quint32 length,
                                               const QByteArray &path)
{
    if (isEndOfFile(reply)) {
        return std::nullopt;
    }
    if (reply.type != PacketType::Data) {
        return failure(failedWith(reply, path));
    }
    PacketReader reader(reply.body);
    const QByteArrayView data = reader.text();
    if (!reader.isValid() || !reader.atEnd() || data.isEmpty() || data.size() > length) {
        return failure(cutOff(path));
    }
    return data;
}

Result<std::optional<Entries>> entriesFrom(const Reply &reply, const QByteArray &path)
{
    if (isEndOfFile(reply)) {
        return std::nullopt;
    }
    if (reply.type != PacketType::Name) {
        return failure(failedWith(reply, path));
    }
    PacketReader reader(reply.body);
    const qsizetype count = reader.number();
    if (count == 0 || count > reader.left() / smallestEntry) {
        return failure(cutOff(path));
    }
    Entries entries;
    entries.reserve(count);
    for (qsizetype i = 0; i < count && reader.isValid(); ++i) {
        Entry entry{.name = reader.text().toByteArray(), .attributes = {}};
        static_cast<void>(reader.text()); // "ls -l" of it, for people of another time
        entry.attributes = reader.attributes();
        entries.append(std::move(entry));
    }
    if (!reader.isValid() || !reader.atEnd()) {
        return failure(cutOff(path));
    }
    return entries;
}

Result<QByteArray> pathFrom(const Reply &reply, const QByteArray &path)
{
    const auto entries = entriesFrom(reply, path);
    if (!entries) {
        return failure(entries.error());
    }
    // NOLINTBEGIN(bugprone-unchecked-optional-access): checked in the first of these lines
    if (!*entries || (*entries)->size() != 1) {
        return failure(cutOff(path));
    }
    const QByteArray &name = (*entries)->constFirst().name;
    // NOLINTEND(bugprone-unchecked-optional-access)
    if (name.isEmpty() || name.size() > longestPath || name.contains('\0')) {
        return failure(cutOff(path));
    }
    return name;
}

Result<Attributes> attributesFrom(const Reply &reply, const QByteArray &path)
{
    if (reply.type != PacketType::Attributes) {
        return failure(failedWith(reply, path));
    }
    PacketReader reader(reply.body);
    const Attributes attributes = reader.attributes();
    if (!reader.isValid() || !reader.atEnd()) {
        return failure(cutOff(path));
    }
    return attributes;
}

Result<FileSystemRoom> roomFrom(const Reply &reply, const QByteArray &path)
{
    if (reply.type != PacketType::ExtendedReply) {
        return failure(failedWith(reply, path));
    }
    PacketReader reader(reply.body);
    static_cast<void>(reader.longNumber()); // the block size to work with
    const quint64 unit = reader.longNumber();
    const quint64 blocks = reader.longNumber();
    static_cast<void>(reader.longNumber()); // free for root
    const quint64 free = reader.longNumber();
    FileSystemRoom room{.size = unit * blocks, .free = unit * free};
    room.files = reader.longNumber();
    static_cast<void>(reader.longNumber()); // free for root
    room.filesFree = reader.longNumber();
    static_cast<void>(reader.longNumber()); // its number
    room.isReadOnly = (reader.longNumber() & 1U) != 0;
    static_cast<void>(reader.longNumber()); // the longest name
    if (!reader.isValid()) {
        return failure(cutOff(path));
    }
    return room;
}

Result<ServerFeatures> featuresFrom(QByteArrayView body)
{
    PacketReader reader(body);
    ServerFeatures features{.version = reader.number()};
    while (reader.isValid() && !reader.atEnd()) {
        const QByteArrayView name = reader.text();
        const QByteArrayView data = reader.text();
        features.posixRename |= name == "posix-rename@openssh.com" && data == "1";
        features.hardLink |= name == "hardlink@openssh.com" && data == "1";
        features.fsync |= name == "fsync@openssh.com" && data == "1";
        features.statvfs |= name == "statvfs@openssh.com" && data == "2";
        features.linkSetStat |= name == "lsetstat@openssh.com" && data == "1";
        features.limits |= name == "limits@openssh.com" && data == "1";
        features.copyData |= name == "copy-data" && data == "1";
    }
    if (!reader.isValid()) {
        return failure(protocolError({}, QStringLiteral("Version packet cut off")));
    }
    if (features.version < 3) {
        return failure(versionTooOld(features.version));
    }
    return features;
}

Result<void> applyLimits(const Reply &reply, ServerFeatures *features)
{
    if (reply.type != PacketType::ExtendedReply) {
        return failure(failedWith(reply, {}));
    }
    PacketReader reader(reply.body);
    const quint64 packet = reader.longNumber();
    const quint64 read = reader.longNumber();
    const quint64 write = reader.longNumber();
    const quint64 handles = reader.longNumber();
    if (!reader.isValid()) {
        return failure(cutOff({}));
    }
    constexpr quint64 most = largestPacket - packetOverhead;
    constexpr quint64 least = 4096;
    // 0 stands for "no limit said".
    const auto fitting = [&](quint64 said) {
        const quint64 fromPacket = packet > packetOverhead ? packet - packetOverhead : most;
        const quint64 wanted = said == 0 ? smallestDataLimit : said;
        return static_cast<quint32>(std::clamp(std::min(wanted, fromPacket), least, most));
    };
    features->largestRead = fitting(read);
    features->largestWrite = fitting(write);
    features->openHandles = static_cast<quint32>(std::min<quint64>(handles, 100'000));
    return {};
}

} // namespace Atelier::Sftp
