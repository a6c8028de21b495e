// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backend/nodeclient/fileaccess.h"
#include "backend/ssh/connection.h"

#include <QPointer>
#include <QPromise>

#include <functional>

namespace Atelier::NodeClient {

/** Digests by the node's own sha256sum (coreutils, or busybox, with a process for each file). Names
 * go through its standard input, never through a shell. Deletes itself when it is done. */
class PlainDigest final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(PlainDigest)

public:
    PlainDigest(Ssh::Connection *connection,
                RemotePath folder,
                QList<QByteArray> paths,
                QObject *parent);
    ~PlainDigest() override;

    [[nodiscard]] QFuture<Result<QList<FileDigest>>> start(const std::stop_token &stop);

private:
    using Answered = std::function<void(const Ssh::ExecResult &answer)>;

    void run(QLatin1StringView command, const std::stop_token &stop, Answered answered);
    [[nodiscard]] Result<QByteArray> serverName(const QByteArray &path) const;
    [[nodiscard]] Result<QList<FileDigest>> digestsIn(const Ssh::ExecResult &answer) const;
    /** Of answers with a line for each file. */
    [[nodiscard]] Result<QList<FileDigest>> digestsInOrder(const Ssh::ExecResult &answer) const;
    [[nodiscard]] static FileDigest digestOf(const QByteArray &path,
                                             const QByteArray &digest,
                                             const Ssh::ExecResult &answer);
    void finish(const Result<QList<FileDigest>> &result);

    QPointer<Ssh::Connection> m_connection;
    RemotePath m_folder;
    QList<QByteArray> m_paths;
    QByteArray m_names; ///< as they go to xargs
    QPromise<Result<QList<FileDigest>>> m_promise;
    bool m_isDone = false;
};

} // namespace Atelier::NodeClient
