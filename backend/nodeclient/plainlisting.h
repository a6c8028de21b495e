// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backend/nodeclient/fileaccess.h"
#include "backend/sftp/sftpclient.h"

#include <QPointer>
#include <QPromise>

namespace Atelier::NodeClient {

/** A listing by SFTP, folder after folder. Deletes itself when it is done. */
class PlainListing final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(PlainListing)

public:
    PlainListing(Sftp::SftpClient *sftp,
                 QByteArray folder,
                 ListOptions options,
                 FileAccess::BatchHandler onBatch,
                 QObject *parent);
    ~PlainListing() override;

    [[nodiscard]] QFuture<Result<EntriesResult>> start();

private:
    struct Pending
    {
        QByteArray path; ///< below the folder
        int depth;
    };

    void next();
    void take(const Pending &folder, const Sftp::Entries &entries);
    void took(const Pending &folder, const Result<Sftp::ListResult> &result);
    void finish(const Result<EntriesResult> &result);

    QPointer<Sftp::SftpClient> m_sftp;
    QByteArray m_folder;
    ListOptions m_options;
    FileAccess::BatchHandler m_onBatch;
    QList<Pending> m_pending;
    EntriesResult m_result;
    QPromise<Result<EntriesResult>> m_promise;
    bool m_isDone = false;
};

} // namespace Atelier::NodeClient
