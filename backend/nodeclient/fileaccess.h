// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backend/core/result.h"
#include "backend/nodeclient/fileentry.h"

#include <QFuture>
#include <QObject>

#include <functional>
#include <memory>
#include <stop_token>

namespace Atelier::NodeClient {

class FileWatch;

struct ListOptions
{
    int depth = 1; ///< 1: what is in the folder; more: what is in its folders, too
    std::stop_token stop = {};
};

/** What came of many entries at once. */
struct EntriesResult
{
    quint64 entries = 0;
    quint64 bytes = 0;
    QList<Error> faults = {}; ///< of single entries, at most the first hundred; target: the path
    quint64 faultCount = 0;
};

/** A file's SHA-256, or why it has none. */
struct FileDigest
{
    QByteArray path = {};
    Result<QByteArray> digest = {}; ///< 64 hexadecimal digits
};

struct TransferProgress
{
    quint64 bytes = 0;
    quint64 totalBytes = 0; ///< 0 while it isn't known
};

struct TransferOptions
{
    QList<QByteArray> paths = {}; ///< only these, below the source folder; empty: all
    bool keepsExisting = false;   ///< what is there already is reported, not replaced
    std::stop_token stop = {};
    /** Called in the FileAccess's thread, at most every 100 ms. */
    std::function<void(const TransferProgress &)> onProgress = {};
};

/**
 * The files of one node, however they are reached: by atelier-node (NodeClient), or by SFTP and
 * commands (PlainFiles). Lives in the caller's thread; every call returns at once.
 *
 * Stopped work ends with Error::Code::Cancelled within a tenth of a second.
 */
class FileAccess : public QObject
{
    Q_OBJECT

public:
    using QObject::QObject;
    using BatchHandler = std::function<void(const FileEntries &)>;

    /** Gives the entries in batches to @p onBatch, in the caller's thread, the first ones soon; the
     *  file system's order. The future ends after the last batch. */
    [[nodiscard]] virtual QFuture<Result<EntriesResult>> list(const RemotePath &folder,
                                                              const ListOptions &options,
                                                              BatchHandler onBatch) = 0;
    /** What is at @p path itself: a link isn't followed. The entry's path is empty. */
    [[nodiscard]] virtual QFuture<Result<FileEntry>> stat(const RemotePath &path) = 0;
    /** SHA-256 of files below @p folder, in the order of @p paths. */
    [[nodiscard]] virtual QFuture<Result<QList<FileDigest>>> digest(const RemotePath &folder,
                                                                    const QList<QByteArray> &paths,
                                                                    std::stop_token stop) = 0;
    /** Tells changes in @p folder until the watch is destroyed; it belongs to the caller. Where
     *  nothing can be watched, it says so by failed(). */
    [[nodiscard]] virtual std::unique_ptr<FileWatch> watch(const RemotePath &folder,
                                                           bool isRecursive) = 0;
    /** Copies what is in a node's folder into a local one, which must exist. */
    [[nodiscard]] virtual QFuture<Result<EntriesResult>> download(
        const RemotePath &source, const QString &localFolder, const TransferOptions &options) = 0;
    /** Copies what is in a local folder into one of the node, which is made when it is missing. */
    [[nodiscard]] virtual QFuture<Result<EntriesResult>> upload(const QString &localFolder,
                                                                const RemotePath &target,
                                                                const TransferOptions &options) = 0;
};

} // namespace Atelier::NodeClient
