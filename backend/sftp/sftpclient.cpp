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

/** Opens in the engine's thread the folder that holds a file of this computer. */
Task<Result<TransferResult>> downloadTo(WorkPointer work,
                                        ChannelPointer channel,
                                        DownloadJob job,
                                        QByteArray folder)
{
    auto opened = LocalFolder::open(folder);
    if (!opened) {
        co_return failure(opened.error());
    }
    job.folder = std::move(*opened);
    const auto meter = job.meter;
    auto result = co_await Sftp::download(work, channel, std::move(job));
    meter->finish();
    co_return result;
}

Task<Result<TransferResult>> uploadFrom(WorkPointer work,
                                        ChannelPointer channel,
                                        UploadJob job,
                                        QByteArray folder)
{
    auto opened = LocalFolder::open(folder);
    if (!opened) {
        co_return failure(opened.error());
    }
    job.folder = std::move(*opened);
    const auto meter = job.meter;
    auto result = co_await Sftp::upload(work, channel, std::move(job));
    meter->finish();
    co_return result;
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
    return d->run<Attributes>(std::move(stop), [path](WorkPointer work, ChannelPointer channel) {
        return Operations::status(std::move(work), std::move(channel), path, true);
    });
}

QFuture<Result<Attributes>> SftpClient::lstat(const QByteArray &path, Stop stop)
{
    return d->run<Attributes>(std::move(stop), [path](WorkPointer work, ChannelPointer channel) {
        return Operations::status(std::move(work), std::move(channel), path, false);
    });
}

QFuture<Result<QByteArray>> SftpClient::realPath(const QByteArray &path, Stop stop)
{
    return d->run<QByteArray>(std::move(stop), [path](WorkPointer work, ChannelPointer channel) {
        return Operations::realPath(std::move(work), std::move(channel), path);
    });
}

QFuture<Result<QByteArray>> SftpClient::readLink(const QByteArray &path, Stop stop)
{
    return d->run<QByteArray>(std::move(stop), [path](WorkPointer work, ChannelPointer channel) {
        return Operations::readLink(std::move(work), std::move(channel), path);
    });
}

QFuture<Result<void>> SftpClient::makeFolder(const QByteArray &path, quint32 permissions, Stop stop)
{
    return d->runPlain(
        std::move(stop), [path, permissions](WorkPointer work, ChannelPointer channel) {
            return Operations::makeFolder(std::move(work), std::move(channel), path, permissions);
        });
}

QFuture<Result<void>> SftpClient::removeFolder(const QByteArray &path, Stop stop)
{
    return d->runPlain(std::move(stop), [path](WorkPointer work, ChannelPointer channel) {
        return Operations::remove(
            std::move(work), std::move(channel), PacketType::RemoveFolder, path);
    });
}

QFuture<Result<void>> SftpClient::remove(const QByteArray &path, Stop stop)
{
    return d->runPlain(std::move(stop), [path](WorkPointer work, ChannelPointer channel) {
        return Operations::remove(std::move(work), std::move(channel), PacketType::Remove, path);
    });
}

QFuture<Result<void>> SftpClient::makeLink(const QByteArray &target,
                                           const QByteArray &path,
                                           Stop stop)
{
    return d->runPlain(std::move(stop), [target, path](WorkPointer work, ChannelPointer channel) {
        return Operations::makeLink(std::move(work), std::move(channel), target, path);
    });
}

QFuture<Result<void>> SftpClient::makeHardLink(const QByteArray &path,
                                               const QByteArray &newPath,
                                               Stop stop)
{
    return d->runPlain(std::move(stop), [path, newPath](WorkPointer work, ChannelPointer channel) {
        return Operations::makeHardLink(std::move(work), std::move(channel), path, newPath);
    });
}

QFuture<Result<void>> SftpClient::rename(const QByteArray &from,
                                         const QByteArray &to,
                                         bool replaces,
                                         Stop stop)
{
    return d->runPlain(
        std::move(stop), [from, to, replaces](WorkPointer work, ChannelPointer channel) {
            return Operations::rename(std::move(work), std::move(channel), from, to, replaces);
        });
}

QFuture<Result<void>> SftpClient::setStat(const QByteArray &path,
                                          const Attributes &attributes,
                                          Stop stop)
{
    return d->runPlain(std::move(stop),
                       [path, attributes](WorkPointer work, ChannelPointer channel) {
                           return Operations::setStatus(
                               std::move(work), std::move(channel), path, attributes, true);
                       });
}

QFuture<Result<void>> SftpClient::setLinkStat(const QByteArray &path,
                                              const Attributes &attributes,
                                              Stop stop)
{
    return d->runPlain(std::move(stop),
                       [path, attributes](WorkPointer work, ChannelPointer channel) {
                           return Operations::setStatus(
                               std::move(work), std::move(channel), path, attributes, false);
                       });
}

QFuture<Result<FileSystemRoom>> SftpClient::room(const QByteArray &path, Stop stop)
{
    return d->run<FileSystemRoom>(
        std::move(stop), [path](WorkPointer work, ChannelPointer channel) {
            return Operations::room(std::move(work), std::move(channel), path);
        });
}

QFuture<Result<ListResult>> SftpClient::list(const QByteArray &path,
                                             const TakeEntries &take,
                                             Stop stop,
                                             qint64 maximum)
{
    ListJob job{.path = path, .maximum = maximum, .give = {}};
    job.give = d->giver(take, job.backlog);
    return d->run<ListResult>(std::move(stop), [job](WorkPointer work, ChannelPointer channel) {
        return Sftp::list(std::move(work), std::move(channel), job);
    });
}

QFuture<Result<TransferResult>> SftpClient::download(const QByteArray &source,
                                                     const QString &target,
                                                     const TransferOptions &options)
{
    const QByteArray path = QFile::encodeName(target);
    const DownloadJob job{.source = source,
                          .folder = {},
                          .name = lastName(path),
                          .conflict = options.conflict,
                          .resumes = options.resumes,
                          .isDurable = options.isDurable,
                          .meter = d->meter(options.progress)};
    return d->run<TransferResult>(
        options.stop,
        [job, path](WorkPointer work, ChannelPointer channel) {
            return downloadTo(std::move(work), std::move(channel), job, folderOf(path));
        },
        Private::forBulk);
}

QFuture<Result<TransferResult>> SftpClient::upload(const QString &source,
                                                   const QByteArray &target,
                                                   const TransferOptions &options)
{
    const QByteArray path = QFile::encodeName(source);
    const UploadJob job{.folder = {},
                        .name = lastName(path),
                        .target = target,
                        .conflict = options.conflict,
                        .resumes = options.resumes,
                        .isDurable = options.isDurable,
                        .meter = d->meter(options.progress)};
    return d->run<TransferResult>(
        options.stop,
        [job, path](WorkPointer work, ChannelPointer channel) {
            return uploadFrom(std::move(work), std::move(channel), job, folderOf(path));
        },
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
    return d->run<TransferResult>(
        options.stop,
        [job](WorkPointer work, ChannelPointer channel) {
            return serverCopy(std::move(work), std::move(channel), job);
        },
        Private::forBulk);
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
