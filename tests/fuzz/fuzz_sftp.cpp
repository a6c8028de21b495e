// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
// What an SFTP server sends: cut anywhere, its stream must come apart alike; an answer is what was
// asked for or an error; and no name that it gives leads out of a folder or acts on a screen.
#include "backend/sftp/inbox.h"
#include "backend/sftp/names.h"
#include "backend/sftp/packetwriter.h"
#include "backend/sftp/replies.h"
#include "backend/sftp/transfernote.h"

#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <cstring>

namespace {

using namespace Atelier;
using namespace Atelier::Sftp;

void demand(bool condition)
{
    if (!condition) {
        std::abort();
    }
}

/** The packets of @p stream fed in pieces; ends with "!" at a fault. */
QByteArrayList packetsOf(QByteArrayView stream, qsizetype piece)
{
    Inbox inbox;
    QByteArrayList packets;
    while (!stream.isEmpty()) {
        const auto room = inbox.room();
        const qsizetype size = std::min(
            {piece, stream.size(), static_cast<qsizetype>(room.size())});
        demand(size > 0);
        std::memcpy(room.data(), stream.data(), static_cast<std::size_t>(size));
        inbox.commit(static_cast<std::size_t>(size));
        stream = stream.sliced(size);
        while (true) {
            const auto packet = inbox.next();
            if (!packet) {
                demand(!packet.error().message.isEmpty());
                packets.append("!");
                return packets;
            }
            if (!*packet) {
                break;
            }
            demand((*packet)->size() >= 5);
            packets.append((*packet)->toByteArray());
        }
    }
    return packets;
}

void checkShown(QByteArrayView name)
{
    const QString shown = shownName(name);
    demand(shown.isValidUtf16() && shown.size() <= 215);
    for (const char32_t code : shown.toUcs4()) {
        demand(QChar::category(code) != QChar::Other_Control
               && QChar::category(code) != QChar::Other_Format);
    }
}

void checkName(const QByteArray &name)
{
    checkShown(name);
    if (!isEntryName(name)) {
        return;
    }
    const QByteArray token = newToken();
    demand(isToken(token) && isEntryName(partialName(name, token)));
    demand(isEntryName(partialName(noteName(name, token), token)));
    demand(isEntryName(numberedName(name, 2)) && lastName(joined("folder", name)) == name);
}

void checkLink(const QByteArray &target)
{
    constexpr int depth = 2;
    if (!staysInside(target, depth)) {
        return;
    }
    int level = depth;
    for (const QByteArray &part : target.split('/')) {
        level += part == ".." ? -1 : (part.isEmpty() || part == "." ? 0 : 1);
        demand(level >= 0);
    }
    demand(!target.startsWith('/'));
}

void readAs(const Reply &reply)
{
    constexpr quint32 asked = 64;
    const QByteArray path = "path";
    static_cast<void>(doneFrom(reply, path));
    if (const auto handle = handleFrom(reply, path)) {
        demand(!handle->isEmpty() && handle->size() <= 256);
    }
    if (const auto data = dataFrom(reply, asked, path); data && *data) {
        demand(!(*data)->isEmpty() && (*data)->size() <= asked);
    }
    if (const auto entries = entriesFrom(reply, path); entries && *entries) {
        demand(!(*entries)->isEmpty() && (*entries)->size() * 12 <= reply.body.size());
        for (const Entry &entry : **entries) {
            checkName(entry.name);
        }
    }
    if (const auto target = pathFrom(reply, path)) {
        demand(!target->isEmpty() && target->size() <= 4096 && !target->contains('\0'));
        checkLink(*target);
    }
    if (const auto attributes = attributesFrom(reply, path)) {
        const QByteArray again = PacketWriter(PacketType::Attributes)
                                     .attributes(*attributes)
                                     .finished(0)
                                     .sliced(PacketWriter::headerSize);
        const auto reread = attributesFrom({.type = PacketType::Attributes, .body = again}, path);
        demand(reread && *reread == *attributes);
    }
    static_cast<void>(roomFrom(reply, path));
    ServerFeatures features;
    if (applyLimits(reply, &features)) {
        demand(features.largestRead >= 4096 && features.largestRead < largestPacket);
        demand(features.largestWrite >= 4096 && features.largestWrite < largestPacket);
    }
    if (const auto found = featuresFrom(reply.body)) {
        demand(found->version >= 3);
    }
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    if (size < 2) {
        return 0;
    }
    const QByteArrayView bytes(data + 2, static_cast<qsizetype>(size) - 2);
    // Streams take a megabyte of memory each, so answers by themselves are tried more often.
    if (data[0] % 8 == 0) {
        const QByteArrayList packets = packetsOf(bytes, bytes.size() + 1);
        // A shell's words are quoted as far as they have come, so only the verdict must be alike.
        demand(packetsOf(bytes, 1 + data[1]) == packets);
        for (const QByteArray &packet : packets) {
            if (packet.size() >= 5) {
                readAs({.type = static_cast<PacketType>(packet.front()),
                        .body = QByteArrayView(packet).sliced(5)});
            }
        }
        return 0;
    }
    readAs({.type = static_cast<PacketType>(data[1]), .body = bytes});
    const QByteArray text = bytes.toByteArray();
    checkName(text);
    checkLink(text);
    if (const auto note = TransferNote::fromJson(text)) {
        const auto again = TransferNote::fromJson(note->toJson());
        demand(again && again->isOfSameSource(*note) && again->done == note->done
               && isToken(note->part));
    }
    return 0;
}
