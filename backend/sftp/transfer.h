// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backend/core/error.h"

#include <QByteArray>
#include <QList>

#include <functional>
#include <stop_token>

namespace Atelier::Sftp {

/** What to do when a file of that name is there already. */
enum class Conflict {
    Fail,
    Skip,
    Overwrite,
    Rename ///< write "name (2).ext" beside it
};

struct Progress
{
    quint64 bytes = 0; ///< written, also by an earlier try
    quint64 total = 0; ///< as far as it is known yet
    quint64 files = 0; ///< finished; of a tree
};
using ShowProgress = std::function<void(const Progress &)>;

/**
 * One file. Its bytes go to a partial file beside the target, ".NAME.TOKEN.atelier-part" with a
 * token that no other transfer has, which is renamed when everything was written and compared:
 * nobody ever sees half a file under its name, and several transfers to one target don't meet. For
 * a file of 8 MiB or more a note (".NAME.KEY.atelier-note") says which source the partial is of,
 * its token, and how much of it is certain, also after a power failure: downloads sync every
 * 64 MiB, uploads are resumed only while the server runs on, as its /proc tells: where that can't
 * be read, they begin anew. A later transfer of the same, unchanged source by the same user of this
 * computer goes on from there, unless the first is still alive. Partial and note stay after a
 * broken connection, a full disk or a cancel, and are removed after any other error; a partial also
 * stays when it can't be renamed after what it replaces was removed.
 */
struct TransferOptions
{
    Conflict conflict = Conflict::Fail;
    bool resumes = true;
    bool isDurable = true;      ///< fsync before the rename, where the server can
    ShowProgress progress = {}; ///< in the client's thread, at most every 100 ms
    std::stop_token stop = {};
};

struct TransferResult
{
    QByteArray path;       ///< of the target
    quint64 bytes = 0;     ///< the file's size
    quint64 resumedAt = 0; ///< bytes of it that an earlier try had brought
    bool isSkipped = false;
};

struct TreeOptions
{
    Conflict conflict = Conflict::Overwrite; ///< for files; folders are merged
    bool skipsEqual = true; ///< a file with the same size and time of change is there already
    /** Waits at the end until the disk has it: of a download with all that others have written
     *  there too (syncfs), of an upload file by file where the server can. */
    bool isDurable = false;
    int channels = 0;                  ///< 1 to 8; 0: as many as serve best
    int filesAtOnce = 0;               ///< 0: by what the server allows
    qint64 maximumEntries = 1'000'000; ///< more is an error: some servers' lists never end
    int maximumDepth = 64;
    ShowProgress progress = {};
    std::stop_token stop = {};
};

/** What did not go as the rest of a tree did. */
struct TreeFault
{
    QByteArray path; ///< below the tree's root; show it by shownName()
    Error error;
};

struct TreeReport
{
    quint64 files = 0; ///< transferred
    quint64 bytes = 0;
    quint64 folders = 0;
    quint64 links = 0;
    quint64 skippedEqual = 0;
    quint64 skippedExisting = 0;
    QList<TreeFault> skipped = {}; ///< links that lead outside, devices, sockets; at most 1,000
    QList<TreeFault> failed = {};  ///< at most 1,000
    quint64 skippedCount = 0;
    quint64 failedCount = 0;
};

} // namespace Atelier::Sftp
