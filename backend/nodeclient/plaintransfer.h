// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backend/nodeclient/fileaccess.h"
#include "backend/sftp/sftpclient.h"

#include <QPointer>
#include <QPromise>

namespace Atelier::NodeClient {

/** A download or an upload by SFTP: the folder as a whole, or one chosen path after the other.
 *  Deletes itself when it is done. */
class PlainTransfer final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(PlainTransfer)

public:
    PlainTransfer(Sftp::SftpClient *sftp,
                  QByteArray remoteFolder,
                  QString localFolder,
                  const TransferOptions &options,
                  QObject *parent);
    ~PlainTransfer() override;

    [[nodiscard]] QFuture<Result<EntriesResult>> download();
    [[nodiscard]] QFuture<Result<EntriesResult>> upload();

private:
    void next();
    void makeFolders(qsizetype from);
    void transfer(const QByteArray &path);
    void downloadPath(const QByteArray &path);
    void downloadFolder(const QByteArray &path);
    void downloadFile(const QByteArray &path);
    void took(const QByteArray &path, const Result<Sftp::TreeReport> &report);
    void tookFile(const QByteArray &path, const Result<Sftp::TransferResult> &result);
    void addFault(const QByteArray &path, const Error &error);
    void finish(const Result<EntriesResult> &result);
    [[nodiscard]] Sftp::TreeOptions treeOptions() const;
    [[nodiscard]] Sftp::TransferOptions fileOptions() const;
    [[nodiscard]] QByteArray remote(const QByteArray &path) const;
    [[nodiscard]] QString local(const QByteArray &path) const;
    void showProgress(const Sftp::Progress &progress) const;

    QPointer<Sftp::SftpClient> m_sftp;
    QByteArray m_remoteFolder;
    QString m_localFolder;
    TransferOptions m_options;
    QList<QByteArray> m_pending;
    bool m_isUpload = false;
    EntriesResult m_result;
    QPromise<Result<EntriesResult>> m_promise;
    bool m_isDone = false;
};

} // namespace Atelier::NodeClient
