// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/nodeclient/plaintransfer.h"

#include "backend/core/async.h"
#include "backend/node/files/names.h"
#include "backend/nodeclient/faulterror.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>

#include <utility>

namespace Atelier::NodeClient {

namespace {

constexpr qsizetype mostTransferFaults = 100;

/** What ends a transfer of many files at once. */
bool concernsAll(const Error &error)
{
    switch (error.code) {
    case Error::Code::Cancelled:
    case Error::Code::ConnectionLost:
    case Error::Code::ChannelRefused:
    case Error::Code::Exhausted:
    case Error::Code::TimedOut:
        return true;
    default:
        return false;
    }
}

} // namespace

PlainTransfer::PlainTransfer(Sftp::SftpClient *sftp,
                             QByteArray remoteFolder,
                             QString localFolder,
                             const TransferOptions &options,
                             QObject *parent)
    : QObject(parent)
    , m_sftp(sftp)
    , m_remoteFolder(std::move(remoteFolder))
    , m_localFolder(std::move(localFolder))
    , m_options(options)
    , m_pending(options.paths.isEmpty() ? QList<QByteArray>{QByteArray()} : options.paths)
{
    m_promise.start();
}

PlainTransfer::~PlainTransfer()
{
    if (!m_isDone) {
        m_promise.addResult(failure({.code = Error::Code::Cancelled, .message = {}}));
        m_promise.finish();
    }
}

QFuture<Result<EntriesResult>> PlainTransfer::download()
{
    next();
    return m_promise.future();
}

QFuture<Result<EntriesResult>> PlainTransfer::upload()
{
    m_isUpload = true;
    makeFolders(1);
    return m_promise.future();
}

/** Makes the folders in which the target lies, from its character @p from on; those that are there
 *  already are no fault, and whether the last one can be used shows later. */
void PlainTransfer::makeFolders(qsizetype from)
{
    const qsizetype slash = m_remoteFolder.indexOf('/', from);
    if (!m_sftp || slash < 0) {
        next();
        return;
    }
    whenDone(m_sftp->makeFolder(m_remoteFolder.first(slash), 0755, m_options.stop),
             this,
             [this, slash](const Result<void> &made) {
                 if (!made && concernsAll(made.error())) {
                     finish(failure(made.error()));
                 } else {
                     makeFolders(slash + 1);
                 }
             });
}

QByteArray PlainTransfer::remote(const QByteArray &path) const
{
    return path.isEmpty() ? m_remoteFolder : m_remoteFolder + '/' + path;
}

QString PlainTransfer::local(const QByteArray &path) const
{
    return path.isEmpty() ? m_localFolder : m_localFolder + u'/' + QFile::decodeName(path);
}

Sftp::TreeOptions PlainTransfer::treeOptions() const
{
    return {.conflict = m_options.keepsExisting ? Sftp::Conflict::Fail : Sftp::Conflict::Overwrite,
            .skipsEqual = false,
            .isDurable = false,
            .progress = [this](const Sftp::Progress &progress) { showProgress(progress); },
            .stop = m_options.stop};
}

Sftp::TransferOptions PlainTransfer::fileOptions() const
{
    return {.conflict = m_options.keepsExisting ? Sftp::Conflict::Fail : Sftp::Conflict::Overwrite,
            .isDurable = false,
            .progress = [this](const Sftp::Progress &progress) { showProgress(progress); },
            .stop = m_options.stop};
}

void PlainTransfer::showProgress(const Sftp::Progress &progress) const
{
    // With chosen paths, the total of the later ones isn't known yet.
    if (m_options.onProgress) {
        m_options.onProgress(
            {.bytes = m_result.bytes + progress.bytes,
             .totalBytes = m_pending.isEmpty() ? m_result.bytes + progress.total : quint64{0}});
    }
}

void PlainTransfer::next()
{
    if (m_pending.isEmpty()) {
        finish(m_result);
        return;
    }
    const QByteArray path = m_pending.takeFirst();
    const auto names = Node::namesIn(path.toStdString());
    if (!names) {
        addFault(path, errorFrom(names.error()));
        next();
    } else if (!m_sftp) {
        finish(failure({.code = Error::Code::Cancelled, .message = {}}));
    } else {
        transfer(path);
    }
}

void PlainTransfer::transfer(const QByteArray &path)
{
    if (!m_isUpload) {
        downloadPath(path);
        return;
    }
    const QFileInfo file(local(path));
    if (file.isDir() && (path.isEmpty() || !file.isSymLink())) {
        whenDone(m_sftp->uploadTree(local(path), remote(path), treeOptions()),
                 this,
                 [this, path](const Result<Sftp::TreeReport> &report) { took(path, report); });
    } else {
        whenDone(
            m_sftp->upload(local(path), remote(path), fileOptions()),
            this,
            [this, path](const Result<Sftp::TransferResult> &result) { tookFile(path, result); });
    }
}

void PlainTransfer::downloadPath(const QByteArray &path)
{
    if (path.isEmpty()) {
        downloadFolder(path);
        return;
    }
    whenDone(m_sftp->lstat(remote(path), m_options.stop),
             this,
             [this, path](const Result<Sftp::Attributes> &found) {
                 if (!found && concernsAll(found.error())) {
                     finish(failure(found.error()));
                 } else if (!found) {
                     addFault(path, found.error());
                     next();
                 } else if (!QDir().mkpath(QFileInfo(local(path)).path())) {
                     addFault(path, errorFrom({.code = Node::FaultCode::PermissionDenied}, path));
                     next();
                 } else if (found->isFolder()) {
                     downloadFolder(path);
                 } else {
                     downloadFile(path);
                 }
             });
}

void PlainTransfer::downloadFolder(const QByteArray &path)
{
    whenDone(m_sftp->downloadTree(remote(path), local(path), treeOptions()),
             this,
             [this, path](const Result<Sftp::TreeReport> &report) { took(path, report); });
}

void PlainTransfer::downloadFile(const QByteArray &path)
{
    whenDone(m_sftp->download(remote(path), local(path), fileOptions()),
             this,
             [this, path](const Result<Sftp::TransferResult> &result) { tookFile(path, result); });
}

void PlainTransfer::took(const QByteArray &path, const Result<Sftp::TreeReport> &report)
{
    if (!report) {
        if (path.isEmpty() || concernsAll(report.error())) {
            finish(failure(report.error()));
            return;
        }
        addFault(path, report.error());
    } else {
        m_result.entries += report->files + report->folders + report->links;
        m_result.bytes += report->bytes;
        m_result.faultCount += report->skippedCount + report->failedCount;
        for (const Sftp::TreeFault &fault : report->skipped + report->failed) {
            if (m_result.faults.size() < mostTransferFaults) {
                Error error = fault.error;
                error.target = QString::fromUtf8(fault.path);
                m_result.faults.append(error);
            }
        }
    }
    next();
}

void PlainTransfer::tookFile(const QByteArray &path, const Result<Sftp::TransferResult> &result)
{
    if (!result && concernsAll(result.error())) {
        finish(failure(result.error()));
        return;
    }
    if (result) {
        ++m_result.entries;
        m_result.bytes += result->bytes;
    } else {
        addFault(path, result.error());
    }
    next();
}

void PlainTransfer::addFault(const QByteArray &path, const Error &error)
{
    ++m_result.faultCount;
    if (m_result.faults.size() < mostTransferFaults) {
        m_result.faults.append(error);
        m_result.faults.last().target = QString::fromUtf8(path);
    }
}

void PlainTransfer::finish(const Result<EntriesResult> &result)
{
    m_isDone = true;
    m_promise.addResult(result);
    m_promise.finish();
    deleteLater();
}

} // namespace Atelier::NodeClient
