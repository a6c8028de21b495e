// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtTypes>

namespace Atelier::Sftp {

/** Of a packet: draft-ietf-secsh-filexfer-02, section 3. */
enum class PacketType : quint8 {
    Init = 1,
    Version = 2,
    Open = 3,
    Close = 4,
    Read = 5,
    Write = 6,
    LinkStat = 7,
    HandleStat = 8,
    SetStat = 9,
    SetHandleStat = 10,
    OpenFolder = 11,
    ReadFolder = 12,
    Remove = 13,
    MakeFolder = 14,
    RemoveFolder = 15,
    RealPath = 16,
    Stat = 17,
    Rename = 18,
    ReadLink = 19,
    MakeLink = 20,
    Status = 101,
    Handle = 102,
    Data = 103,
    Name = 104,
    Attributes = 105,
    Extended = 200,
    ExtendedReply = 201
};

/** Of a Status packet: section 7 there. */
enum class StatusCode : quint32 {
    Ok = 0,
    EndOfFile = 1,
    NoSuchFile = 2,
    PermissionDenied = 3,
    Failure = 4,
    BadMessage = 5,
    NoConnection = 6,
    ConnectionLost = 7,
    Unsupported = 8
};

/** How to open a file: section 6.3 there. */
enum OpenFlag : quint32 {
    OpenToRead = 0x01,
    OpenToWrite = 0x02,
    OpenCreating = 0x08,
    OpenEmptying = 0x10,
    OpenOnlyNew = 0x20
};

/** The largest packet that is sent or taken; OpenSSH's own limit. What a server says of larger ones
 *  is not used, so that its word never decides how much memory is taken. */
inline constexpr qsizetype largestPacket = qsizetype{256} * 1024;
/** What every server takes and gives in one request: section 3 there. */
inline constexpr quint32 smallestDataLimit = 32768;
/** Room for a packet's other fields beside its data. */
inline constexpr quint32 packetOverhead = 1024;

} // namespace Atelier::Sftp
