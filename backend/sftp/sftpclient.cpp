// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/sftp/sftpclient.h"

#include "backend/sftp/download.h"
#include "backend/sftp/downloadtree.h"
#include "backend/sftp/names.h"
#include "backend/sftp/operations.h"
#include "backend/sftp/servercopy.h"
#include "backend/sftp/sftpclientprivate.h"
#include "backend/sftp/upload.h"
#include "backend/sftp/uploadtree.h"
#include "backend/ssh/connection.h"

#include <QDir>
#include <QFile>

namespace Atelier::Sftp {

namespace {

/** Calls @p operation with @p arguments, in the engine's thread. */
template<typename Operation, typename... Arguments>
auto with(Operation *operation, Arguments... arguments)
{
    return [operation, ... arguments = std::move(arguments)](WorkPointer work,
                                                             ChannelPointer channel) {
        return operation(std::move(work), std::move(channel), arguments...);
    };
}

template<typename Job>
using TransferFile = Task<Result<TransferResult>>(WorkPointer, ChannelPointer, Job);

/** Opens in the engine's thread the folder that holds a file of this computer. */
template<typename Job>
Task<Result<TransferResult>> transferIn(WorkPointer work,
                                        ChannelPointer channel,
                                        TransferFile<Job> *transfer,
                                        Job job,
                                        QByteArray folder)
{
    auto opened = LocalFolder::open(folder);
    if (!opened) {
        co_return failure(opened.error());
    }
    job.folder = std::move(*opened);
    const auto meter = job.meter;
    auto result = co_await transfer(work, channel, std::move(job));
    meter->finish();
    co_return result;
}

/** Takes over in @p job the file @p path of this computer and what @p options say. */
template<typename Job>
Job filled(Job job,
           const QByteArray &path,
           const TransferOptions &options,
           std::shared_ptr<Meter> meter)
{
    job.name = lastName(path);
    job.conflict = options.conflict;
    job.resumes = options.resumes;
    job.isDurable = options.isDurable;
    job.meter = std::move(meter);
    return job;
}

Task<Result<ServerFeatures>> featuresOf(WorkPointer, ChannelPointer channel)
{
    co_return channel->features();
}

Task<Result<TreeReport>> failing(Error error)
{
    co_return failure(std::move(error));
}

} // namespace

SftpClient::SftpClient(Ssh::Connection *connection,
                       std::chrono::milliseconds patience,
                       QObject *parent)
    : QObject(parent)
    , d(std::make_unique<Private>(this, connection, patience))
{
}

SftpClient::~SftpClient() = default;

QFuture<Result<ServerFeatures>> SftpClient::open(Stop stop)
{
    return d->run<ServerFeatures>(std::move(stop), featuresOf);
}

QFuture<Result<Attributes>> SftpClient::stat(const QByteArray &path, Stop stop)
{
    return d->run<Attributes>(std::move(stop), with(Operations::status, path, true));
}

QFuture<Result<Attributes>> SftpClient::lstat(const QByteArray &path, Stop stop)
{
    return d->run<Attributes>(std::move(stop), with(Operations::status, path, false));
}

QFuture<Result<QByteArray>> SftpClient::realPath(const QByteArray &path, Stop stop)
{
    return d->run<QByteArray>(std::move(stop), with(Operations::realPath, path));
}

QFuture<Result<QByteArray>> SftpClient::readLink(const QByteArray &path, Stop stop)
{
    return d->run<QByteArray>(std::move(stop), with(Operations::readLink, path));
}

QFuture<Result<void>> SftpClient::makeFolder(const QByteArray &path, quint32 permissions, Stop stop)
{
    return d->runPlain(std::move(stop), with(Operations::makeFolder, path, permissions));
}

QFuture<Result<void>> SftpClient::removeFolder(const QByteArray &path, Stop stop)
{
    return d->runPlain(std::move(stop), with(Operations::remove, PacketType::RemoveFolder, path));
}

QFuture<Result<void>> SftpClient::remove(const QByteArray &path, Stop stop)
{
    return d->runPlain(std::move(stop), with(Operations::remove, PacketType::Remove, path));
}

QFuture<Result<void>> SftpClient::makeLink(const QByteArray &target,
                                           const QByteArray &path,
                                           Stop stop)
{
    return d->runPlain(std::move(stop), with(Operations::makeLink, target, path));
}

QFuture<Result<void>> SftpClient::makeHardLink(const QByteArray &path,
                                               const QByteArray &newPath,
                                               Stop stop)
{
    return d->runPlain(std::move(stop), with(Operations::makeHardLink, path, newPath));
}

QFuture<Result<void>> SftpClient::rename(const QByteArray &from,
                                         const QByteArray &to,
                                         bool replaces,
                                         Stop stop)
{
    return d->runPlain(std::move(stop),
                       with(Operations::rename, from, to, replaces, std::shared_ptr<bool>()));
}

QFuture<Result<void>> SftpClient::setStat(const QByteArray &path,
                                          const Attributes &attributes,
                                          Stop stop)
{
    return d->runPlain(std::move(stop), with(Operations::setStatus, path, attributes, true));
}

QFuture<Result<void>> SftpClient::setLinkStat(const QByteArray &path,
                                              const Attributes &attributes,
                                              Stop stop)
{
    return d->runPlain(std::move(stop), with(Operations::setStatus, path, attributes, false));
}

QFuture<Result<FileSystemRoom>> SftpClient::room(const QByteArray &path, Stop stop)
{
    return d->run<FileSystemRoom>(std::move(stop), with(Operations::room, path));
}

QFuture<Result<ListResult>> SftpClient::list(const QByteArray &path,
                                             const TakeEntries &take,
                                             Stop stop,
                                             qint64 maximum)
{
    ListJob job{.path = path, .maximum = maximum, .give = {}};
    job.give = d->giver(take, job.backlog);
    return d->run<ListResult>(std::move(stop), with(Sftp::list, job));
}

QFuture<Result<TransferResult>> SftpClient::download(const QByteArray &source,
                                                     const QString &target,
                                                     const TransferOptions &options)
{
    const QByteArray path = QFile::encodeName(target);
    const auto job = filled(
        DownloadJob{.source = source}, path, options, d->meter(options.progress));
    return d->run<TransferResult>(
        options.stop,
        with(transferIn<DownloadJob>, Sftp::download, job, folderOf(path)),
        Private::forBulk);
}

QFuture<Result<TransferResult>> SftpClient::upload(const QString &source,
                                                   const QByteArray &target,
                                                   const TransferOptions &options)
{
    const QByteArray path = QFile::encodeName(source);
    const auto job = filled(UploadJob{.target = target}, path, options, d->meter(options.progress));
    return d->run<TransferResult>(options.stop,
                                  with(transferIn<UploadJob>, Sftp::upload, job, folderOf(path)),
                                  Private::forBulk);
}

QFuture<Result<TransferResult>> SftpClient::copy(const QByteArray &source,
                                                 const QByteArray &target,
                                                 const TransferOptions &options)
{
    const CopyJob job{.from = source,
                      .to = target,
                      .conflict = options.conflict,
                      .meter = d->meter(options.progress)};
    return d->run<TransferResult>(options.stop, with(serverCopy, job), Private::forBulk);
}

QFuture<Result<TreeReport>> SftpClient::downloadTree(const QByteArray &source,
                                                     const QString &target,
                                                     const TreeOptions &options)
{
    TreeOptions ours = options;
    ours.progress = d->shown(options.progress);
    return d->run<TreeReport>(
        options.stop,
        // NOLINTNEXTLINE(performance-unnecessary-value-param): as the work is called
        [source, target, ours](WorkPointer work, ChannelPointer) {
            // Where it fails opening it says why.
            static_cast<void>(QDir().mkpath(target));
            auto folder = LocalFolder::open(QFile::encodeName(target));
            return folder ? Sftp::downloadTree(std::move(work), source, std::move(*folder), ours)
                          : failing(folder.error());
        },
        Private::forBulk);
}

QFuture<Result<TreeReport>> SftpClient::uploadTree(const QString &source,
                                                   const QByteArray &target,
                                                   const TreeOptions &options)
{
    TreeOptions ours = options;
    ours.progress = d->shown(options.progress);
    return d->run<TreeReport>(
        options.stop,
        // NOLINTNEXTLINE(performance-unnecessary-value-param): as the work is called
        [source, target, ours](WorkPointer work, ChannelPointer) {
            auto folder = LocalFolder::open(QFile::encodeName(source));
            return folder ? Sftp::uploadTree(std::move(work), std::move(*folder), target, ours)
                          : failing(folder.error());
        },
        Private::forBulk);
}

} // namespace Atelier::Sftp
