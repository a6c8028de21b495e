// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backend/nodeclient/fileaccess.h"
#include "backend/sftp/sftpclient.h"
#include "backend/ssh/connection.h"

#include <QPointer>

#include <memory>

namespace Atelier::NodeClient {

/**
 * A node's files where atelier-node can't run: by SFTP, and sha256sum for digests. Slower, and
 * nothing can be watched. Paths are bound to their root by their names alone: links below it are
 * followed as the server does. Lives in the connection's thread.
 */
class PlainFiles final : public FileAccess
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(PlainFiles)

public:
    explicit PlainFiles(Ssh::Connection *connection, QObject *parent = nullptr);
    ~PlainFiles() override;

    [[nodiscard]] QFuture<Result<EntriesResult>> list(const RemotePath &folder,
                                                      const ListOptions &options,
                                                      BatchHandler onBatch) override;
    [[nodiscard]] QFuture<Result<FileEntry>> stat(const RemotePath &path) override;
    [[nodiscard]] QFuture<Result<QList<FileDigest>>> digest(const RemotePath &folder,
                                                            const QList<QByteArray> &paths,
                                                            std::stop_token stop) override;
    /** Says by failed() that nothing can be watched. */
    [[nodiscard]] std::unique_ptr<FileWatch> watch(const RemotePath &folder,
                                                   bool isRecursive) override;
    [[nodiscard]] QFuture<Result<EntriesResult>> download(const RemotePath &source,
                                                          const QString &localFolder,
                                                          const TransferOptions &options) override;
    [[nodiscard]] QFuture<Result<EntriesResult>> upload(const QString &localFolder,
                                                        const RemotePath &target,
                                                        const TransferOptions &options) override;

private:
    QPointer<Ssh::Connection> m_connection;
    Sftp::SftpClient m_sftp;
};

/** The path that SFTP and commands take for @p path; InvalidArgument when it leads out by a name,
 *  as "..". */
[[nodiscard]] Result<QByteArray> serverPath(const RemotePath &path);

/** What SFTP says of an entry. */
[[nodiscard]] FileEntry plainEntry(const QByteArray &path, const Sftp::Attributes &attributes);

} // namespace Atelier::NodeClient
