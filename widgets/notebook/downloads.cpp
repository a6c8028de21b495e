// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/notebook/downloads.h"

#include "backend/core/async.h"
#include "widgets/common/filedialog.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QPromise>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QThreadPool>
#include <QTimer>
#include <QWebEngineDownloadRequest>
#include <QWebEngineProfile>
#include <QWidget>

#include <cstdio>

namespace Atelier::Notebook {

namespace {

constexpr int discardAttempts = 4;
constexpr std::chrono::milliseconds discardInterval{250};

/** Renames, or copies when the place is on another disk, replacing what is there (the picker
 * asked). */
Result<void> moveFile(const QString &from, const QString &to)
{
    // Another one's, or a leftover of a copy that was cut off, stays as it is.
    QString staged = to + QStringLiteral(".part");
    for (int number = 2; QFile::exists(staged); ++number) {
        staged = to + QStringLiteral(".%1.part").arg(number);
    }
    QFile file(from);
    if (!file.rename(staged)) {
        return failure({.code = Error::Code::Exhausted, .message = file.errorString()});
    }
    if (std::rename(QFile::encodeName(staged).constData(), QFile::encodeName(to).constData())
        != 0) {
        QFile::remove(staged);
        return failure({.code = Error::Code::PermissionDenied, .message = qt_error_string()});
    }
    return {};
}

} // namespace

struct Downloads::Item
{
    QPointer<QWebEngineDownloadRequest> download = {};
    std::unique_ptr<QTemporaryDir> folder = {};
    QString temporary = {};
    QString chosen = {};
    bool complete = false;
};

Downloads::Downloads(QWebEngineProfile *profile, QWidget *dialogParent, QString folder)
    : QObject(dialogParent)
    , m_dialogParent(dialogParent)
    , m_folder(folder.isEmpty() ? QStandardPaths::writableLocation(QStandardPaths::DownloadLocation)
                                : std::move(folder))
{
    connect(profile, &QWebEngineProfile::downloadRequested, this, &Downloads::begin);
}

Downloads::~Downloads() = default;

void Downloads::begin(QWebEngineDownloadRequest *download)
{
    auto item = std::make_shared<Item>();
    QDir().mkpath(m_folder);
    item->folder = std::make_unique<QTemporaryDir>(
        QDir(m_folder).filePath(QStringLiteral(".atelier-XXXXXX")));
    if (!item->folder->isValid()) {
        download->cancel();
        Q_EMIT message(tr("The download folder %1 can't be written to.").arg(m_folder));
        return;
    }
    // The name comes from a server: only its last part counts, and the picker shows it.
    const QString suggested = QFileInfo(download->suggestedFileName()).fileName();
    const QString name = suggested.isEmpty() || suggested.startsWith(u'.')
                             ? tr("download") + suggested
                             : suggested;
    item->download = download;
    item->temporary = item->folder->filePath(QStringLiteral("download"));
    download->setDownloadDirectory(item->folder->path());
    download->setDownloadFileName(QStringLiteral("download"));
    connect(
        download,
        &QWebEngineDownloadRequest::stateChanged,
        this,
        [this, item, name](QWebEngineDownloadRequest::DownloadState state) {
            if (state == QWebEngineDownloadRequest::DownloadCompleted) {
                item->complete = true;
                finishWhenReady(item);
            } else if (state == QWebEngineDownloadRequest::DownloadInterrupted) {
                discard(item, discardAttempts);
                Q_EMIT message(
                    tr("%1 was not saved: %2.").arg(name, item->download->interruptReasonString()));
            }
        });
    download->accept();
    // The engine makes the folder when this function has returned; until then there is nothing to
    // take back.
    QMetaObject::invokeMethod(
        this, [this, item, name] { askForPlace(item, name); }, Qt::QueuedConnection);
}

void Downloads::askForPlace(const std::shared_ptr<Item> &item, const QString &name)
{
    Ui::pickFile(m_dialogParent,
                 {.kind = Ui::FileKind::NewFile,
                  .title = tr("Save File"),
                  .start = QDir(m_folder).filePath(name)},
                 this,
                 [this, item](const QString &path) {
                     if (path.isEmpty()) {
                         if (item->download) {
                             item->download->cancel();
                         }
                         discard(item, discardAttempts);
                         return;
                     }
                     item->chosen = path;
                     finishWhenReady(item);
                 });
}

// A cancelled download's file is still being made and taken away by the engine's own thread for a
// moment.
void Downloads::discard(const std::shared_ptr<Item> &item, int attempts)
{
    QDir(item->folder->path()).removeRecursively();
    if (attempts > 0) {
        QTimer::singleShot(
            discardInterval, this, [this, item, attempts] { discard(item, attempts - 1); });
    }
}

void Downloads::finishWhenReady(const std::shared_ptr<Item> &item)
{
    if (item->complete && !item->chosen.isEmpty()) {
        moveToPlace(item);
    }
}

void Downloads::moveToPlace(const std::shared_ptr<Item> &item)
{
    auto promise = std::make_shared<QPromise<Result<void>>>();
    promise->start();
    whenDone(promise->future(), this, [this, item](const Result<void> &result) {
        item->folder.reset();
        Q_EMIT message(result
                           ? tr("Saved %1.").arg(QDir::toNativeSeparators(item->chosen))
                           : tr("%1 was not saved: %2").arg(item->chosen, result.error().message));
    });
    // On another disk this is a copy, which may take its time.
    QThreadPool::globalInstance()->start([promise, from = item->temporary, to = item->chosen] {
        promise->addResult(moveFile(from, to));
        promise->finish();
    });
}

} // namespace Atelier::Notebook
