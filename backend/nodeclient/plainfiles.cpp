// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/nodeclient/plainfiles.h"

#include "backend/core/async.h"
#include "backend/node/files/names.h"
#include "backend/nodeclient/faulterror.h"
#include "backend/nodeclient/filewatch.h"
#include "backend/nodeclient/plaindigest.h"
#include "backend/nodeclient/plainlisting.h"
#include "backend/nodeclient/plaintransfer.h"

#include <QPromise>

#include <utility>

namespace Atelier::NodeClient {

namespace {

template<typename T>
QFuture<Result<T>> atOnce(const Error &error)
{
    QPromise<Result<T>> promise;
    promise.start();
    promise.addResult(failure(error));
    promise.finish();
    return promise.future();
}

EntryKind kindOf(quint32 mode)
{
    switch (mode & 0170000U) {
    case 0100000U:
        return EntryKind::File;
    case 0040000U:
        return EntryKind::Folder;
    case 0120000U:
        return EntryKind::Link;
    case 0010000U:
        return EntryKind::Pipe;
    case 0140000U:
        return EntryKind::Socket;
    case 0020000U:
    case 0060000U:
        return EntryKind::Device;
    default:
        return EntryKind::Other;
    }
}

} // namespace

Result<QByteArray> serverPath(const RemotePath &path)
{
    if (const auto names = Node::namesIn(path.path.toStdString()); !names) {
        return failure(errorFrom(names.error()));
    }
    // "./" in front: a relative root may begin with a dash.
    const QByteArray root = path.root.startsWith('/') ? path.root : "./" + path.root;
    const bool isWhole = path.path.isEmpty() || path.path == ".";
    return isWhole ? root : (root.endsWith('/') ? root : root + '/') + path.path;
}

FileEntry plainEntry(const QByteArray &path, const Sftp::Attributes &attributes)
{
    constexpr qint64 nanoseconds = 1'000'000'000;
    return {.path = path,
            .kind = kindOf(attributes.mode.value_or(0)),
            .mode = attributes.mode.value_or(0) & 07777U,
            .size = attributes.size.value_or(0),
            .modified = attributes.times ? attributes.times->modified * nanoseconds : 0};
}

PlainFiles::PlainFiles(Ssh::Connection *connection, QObject *parent)
    : FileAccess(parent)
    , m_connection(connection)
    , m_sftp(connection)
{
}

PlainFiles::~PlainFiles() = default;

QFuture<Result<EntriesResult>> PlainFiles::list(const RemotePath &folder,
                                                const ListOptions &options,
                                                BatchHandler onBatch)
{
    const auto path = serverPath(folder);
    if (!path) {
        return atOnce<EntriesResult>(path.error());
    }
    auto *listing = new PlainListing(&m_sftp, *path, options, std::move(onBatch), this);
    return listing->start();
}

QFuture<Result<FileEntry>> PlainFiles::stat(const RemotePath &path)
{
    const auto whole = serverPath(path);
    if (!whole) {
        return atOnce<FileEntry>(whole.error());
    }
    const auto promise = std::make_shared<QPromise<Result<FileEntry>>>();
    promise->start();
    whenDone(m_sftp.lstat(*whole), this, [promise](const Result<Sftp::Attributes> &found) {
        promise->addResult(found ? Result<FileEntry>(plainEntry({}, *found))
                                 : failure(found.error()));
        promise->finish();
    });
    return promise->future();
}

QFuture<Result<QList<FileDigest>>> PlainFiles::digest(const RemotePath &folder,
                                                      const QList<QByteArray> &paths,
                                                      std::stop_token stop)
{
    if (!m_connection) {
        return atOnce<QList<FileDigest>>({.code = Error::Code::Cancelled, .message = {}});
    }
    auto *digest = new PlainDigest(m_connection, folder, paths, this);
    return digest->start(stop);
}

std::unique_ptr<FileWatch> PlainFiles::watch(const RemotePath &, bool)
{
    auto watch = std::make_unique<FileWatch>();
    // After the caller has connected its signals.
    QMetaObject::invokeMethod(
        watch.get(),
        [watch = watch.get()] {
            Q_EMIT watch->failed({.code = Error::Code::Unavailable,
                                  .message = tr("Changes are not shown by themselves, because "
                                                "atelier-node can't run on this node.")});
        },
        Qt::QueuedConnection);
    return watch;
}

QFuture<Result<EntriesResult>> PlainFiles::download(const RemotePath &source,
                                                    const QString &localFolder,
                                                    const TransferOptions &options)
{
    const auto path = serverPath(source);
    if (!path) {
        return atOnce<EntriesResult>(path.error());
    }
    auto *transfer = new PlainTransfer(&m_sftp, *path, localFolder, options, this);
    return transfer->download();
}

QFuture<Result<EntriesResult>> PlainFiles::upload(const QString &localFolder,
                                                  const RemotePath &target,
                                                  const TransferOptions &options)
{
    const auto path = serverPath(target);
    if (!path) {
        return atOnce<EntriesResult>(path.error());
    }
    auto *transfer = new PlainTransfer(&m_sftp, *path, localFolder, options, this);
    return transfer->upload();
}

} // namespace Atelier::NodeClient
