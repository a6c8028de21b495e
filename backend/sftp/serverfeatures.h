// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backend/sftp/packettype.h"

#include <QByteArray>

namespace Atelier::Sftp {

/** What a server's Version packet and limits@openssh.com say; OpenSSH's PROTOCOL, section 4. */
struct ServerFeatures
{
    quint32 version = 0;
    bool posixRename = false;
    bool hardLink = false;
    bool fsync = false;
    bool statvfs = false;
    bool linkSetStat = false;
    bool limits = false;
    bool copyData = false;

    quint32 largestRead = smallestDataLimit;  ///< bytes asked for in one request
    quint32 largestWrite = smallestDataLimit; ///< bytes sent in one request
    quint32 openHandles = 0;                  ///< at the same time; 0: not said
    bool operator==(const ServerFeatures &) const = default;
};

/** What a file system has, in bytes and files; statvfs@openssh.com. */
struct FileSystemRoom
{
    quint64 size = 0;
    quint64 free = 0; ///< for ordinary users
    quint64 files = 0;
    quint64 filesFree = 0;
    bool isReadOnly = false;
};

} // namespace Atelier::Sftp
