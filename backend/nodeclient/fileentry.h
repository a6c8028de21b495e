// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QDateTime>
#include <QList>

namespace Atelier::NodeClient {

/** A place on a node. Paths are bytes: not every name is text. */
struct RemotePath
{
    QByteArray root = {}; ///< absolute, or relative to the home folder; the bounds of @ref path
    QByteArray path = {}; ///< below root, '/' between names; empty: the root itself
    bool operator==(const RemotePath &) const = default;
};

enum class EntryKind { Other, File, Folder, Link, Pipe, Socket, Device };

/** One entry of a folder on a node. */
struct FileEntry
{
    QByteArray path = {}; ///< below the folder that was listed
    EntryKind kind = EntryKind::Other;
    quint32 mode = 0;       ///< permission bits
    quint64 size = 0;       ///< bytes
    qint64 modified = 0;    ///< nanoseconds since 1970
    QByteArray target = {}; ///< of a link; empty where it isn't known
    bool operator==(const FileEntry &) const = default;
};
using FileEntries = QList<FileEntry>;

/** A change in a watched folder. */
struct FileChange
{
    enum class Kind { Created, Modified, Removed };
    Kind kind = Kind::Modified;
    QByteArray path = {}; ///< below the watched folder
    bool operator==(const FileChange &) const = default;
};
using FileChanges = QList<FileChange>;

} // namespace Atelier::NodeClient
