// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/nodeclient/plainlisting.h"

#include "backend/core/async.h"
#include "backend/nodeclient/plainfiles.h"

#include <utility>

namespace Atelier::NodeClient {

namespace {

constexpr qsizetype mostListingFaults = 100;

} // namespace

PlainListing::PlainListing(Sftp::SftpClient *sftp,
                           QByteArray folder,
                           ListOptions options,
                           FileAccess::BatchHandler onBatch,
                           QObject *parent)
    : QObject(parent)
    , m_sftp(sftp)
    , m_folder(std::move(folder))
    , m_options(std::move(options))
    , m_onBatch(std::move(onBatch))
{
    m_promise.start();
}

PlainListing::~PlainListing()
{
    if (!m_isDone) {
        m_promise.addResult(failure({.code = Error::Code::Cancelled, .message = {}}));
        m_promise.finish();
    }
}

QFuture<Result<EntriesResult>> PlainListing::start()
{
    m_pending.append({.path = {}, .depth = 1});
    next();
    return m_promise.future();
}

void PlainListing::next()
{
    if (m_pending.isEmpty()) {
        finish(m_result);
        return;
    }
    if (!m_sftp) {
        finish(failure({.code = Error::Code::Cancelled, .message = {}}));
        return;
    }
    const Pending folder = m_pending.takeLast();
    const QByteArray path = folder.path.isEmpty() ? m_folder : m_folder + '/' + folder.path;
    whenDone(m_sftp->list(
                 path,
                 [this, folder](const Sftp::Entries &entries) { take(folder, entries); },
                 m_options.stop),
             this,
             [this, folder](const Result<Sftp::ListResult> &result) { took(folder, result); });
}

void PlainListing::take(const Pending &folder, const Sftp::Entries &entries)
{
    FileEntries batch;
    batch.reserve(entries.size());
    for (const Sftp::Entry &entry : entries) {
        const QByteArray path = folder.path.isEmpty() ? entry.name : folder.path + '/' + entry.name;
        batch.append(plainEntry(path, entry.attributes));
        if (batch.last().kind == EntryKind::Folder && folder.depth < m_options.depth) {
            m_pending.append({.path = path, .depth = folder.depth + 1});
        }
    }
    m_result.entries += static_cast<quint64>(batch.size());
    if (m_onBatch && !batch.isEmpty()) {
        m_onBatch(batch);
    }
}

void PlainListing::took(const Pending &folder, const Result<Sftp::ListResult> &result)
{
    // A folder below that can't be read is one entry's fault; what concerns all is not.
    const bool isOneFolders = !result && !folder.path.isEmpty()
                              && (result.error().code == Error::Code::PermissionDenied
                                  || result.error().code == Error::Code::NotFound);
    if (!result && !isOneFolders) {
        finish(failure(result.error()));
        return;
    }
    if (isOneFolders) {
        ++m_result.faultCount;
        if (m_result.faults.size() < mostListingFaults) {
            m_result.faults.append(result.error());
        }
    }
    next();
}

void PlainListing::finish(const Result<EntriesResult> &result)
{
    m_isDone = true;
    m_promise.addResult(result);
    m_promise.finish();
    deleteLater();
}

} // namespace Atelier::NodeClient
