// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backend/sftp/attributes.h"
#include "backend/sftp/listing.h"
#include "backend/sftp/serverfeatures.h"
#include "backend/sftp/transfer.h"

#include <QFuture>
#include <QObject>

#include <chrono>
#include <memory>

namespace Atelier::Ssh {
class Connection;
}

namespace Atelier::Sftp {

/**
 * Files on a node: SFTP version 3 (draft-ietf-secsh-filexfer-02) with OpenSSH's extensions
 * (PROTOCOL, section 4), over any Ssh::Connection.
 *
 * An engine of our own: libssh2's lacks limits, copy-data and lsetstat, and has had memory faults
 * with hostile servers; ours needs a stream of bytes only.
 *
 * Lives in the caller's thread; every call returns at once. The work is done in a thread of its
 * own, over one channel for what a person waits for and others, opened when needed, for bulk data;
 * a broken one is replaced with the next call. Remote paths are bytes, relative ones count from the
 * login folder. A stop token ends its operation with Error::Code::Cancelled.
 */
class SftpClient final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(SftpClient)

public:
    template<typename T>
    using Future = QFuture<Result<T>>;
    using Stop = std::stop_token;
    using TakeEntries = std::function<void(const Entries &)>;

    /** @p patience: a server that owes an answer and moves no byte for so long has failed. */
    explicit SftpClient(Ssh::Connection *connection,
                        std::chrono::milliseconds patience = std::chrono::seconds(30),
                        QObject *parent = nullptr);
    /** Ends everything that is under way with Error::Code::Cancelled, soon: nobody waits for it. */
    ~SftpClient() override;

    [[nodiscard]] Future<ServerFeatures> open(Stop stop = {}); ///< what the server can do
    [[nodiscard]] Future<Attributes> stat(const QByteArray &path, Stop stop = {});
    /** Of a link itself. */
    [[nodiscard]] Future<Attributes> lstat(const QByteArray &path, Stop stop = {});
    [[nodiscard]] Future<QByteArray> realPath(const QByteArray &path, Stop stop = {});
    [[nodiscard]] Future<QByteArray> readLink(const QByteArray &path, Stop stop = {});
    [[nodiscard]] Future<void> makeFolder(const QByteArray &path,
                                          quint32 permissions = 0755,
                                          Stop stop = {});
    [[nodiscard]] Future<void> removeFolder(const QByteArray &path, Stop stop = {});
    [[nodiscard]] Future<void> remove(const QByteArray &path, Stop stop = {});
    [[nodiscard]] Future<void> makeLink(const QByteArray &target,
                                        const QByteArray &path,
                                        Stop stop = {});
    [[nodiscard]] Future<void> makeHardLink(const QByteArray &path,
                                            const QByteArray &newPath,
                                            Stop stop = {});
    /** Without @p replaces an existing @p to is Error::Code::AlreadyExists. */
    [[nodiscard]] Future<void> rename(const QByteArray &from,
                                      const QByteArray &to,
                                      bool replaces = false,
                                      Stop stop = {});
    [[nodiscard]] Future<void> setStat(const QByteArray &path,
                                       const Attributes &attributes,
                                       Stop stop = {});
    /** Of a link itself; lsetstat@openssh.com. */
    [[nodiscard]] Future<void> setLinkStat(const QByteArray &path,
                                           const Attributes &attributes,
                                           Stop stop = {});
    /** Of the file system that holds @p path; statvfs@openssh.com. */
    [[nodiscard]] Future<FileSystemRoom> room(const QByteArray &path, Stop stop = {});
    /** @p take gets batches in this object's thread and the server's order until the future is
     * done. More than @p maximum entries are Error::Code::Exhausted. */
    [[nodiscard]] Future<ListResult> list(const QByteArray &path,
                                          const TakeEntries &take,
                                          Stop stop = {},
                                          qint64 maximum = 1'000'000);

    /** The server's file @p source as this computer's @p target, a path. */
    [[nodiscard]] Future<TransferResult> download(const QByteArray &source,
                                                  const QString &target,
                                                  const TransferOptions &options = {});
    [[nodiscard]] Future<TransferResult> upload(const QString &source,
                                                const QByteArray &target,
                                                const TransferOptions &options = {});
    /** From file to file on the server; copy-data. Neither resumes nor waits for the disk. */
    [[nodiscard]] Future<TransferResult> copy(const QByteArray &source,
                                              const QByteArray &target,
                                              const TransferOptions &options = {});
    /**
     * What is in the server's folder @p source comes into the folder @p target, made if need be.
     * Nothing outside it is touched, whatever names and links the server shows. Links are kept when
     * they stay inside; what is neither file, folder nor link is left out. One file's error is
     * told in the report and stops nothing; a broken connection or a full disk ends the whole.
     */
    [[nodiscard]] Future<TreeReport> downloadTree(const QByteArray &source,
                                                  const QString &target,
                                                  const TreeOptions &options = {});
    /** The other way; links that lead out of @p source are left out too. */
    [[nodiscard]] Future<TreeReport> uploadTree(const QString &source,
                                                const QByteArray &target,
                                                const TreeOptions &options = {});

private:
    class Private;
    std::unique_ptr<Private> d;
};

} // namespace Atelier::Sftp
