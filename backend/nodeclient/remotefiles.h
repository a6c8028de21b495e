// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backend/nodeclient/client.h"
#include "backend/nodeclient/fileaccess.h"
#include "backend/nodeclient/plainfiles.h"

#include <functional>
#include <memory>
#include <optional>

namespace Atelier::NodeClient {

/**
 * A node's files by whatever works there: atelier-node where it runs, else SFTP and commands. Which
 * it is shows at the first request after each connection. Lives in the connection's thread.
 */
class RemoteFiles final : public FileAccess
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(RemoteFiles)

public:
    explicit RemoteFiles(Ssh::Connection *connection, QObject *parent = nullptr);
    ~RemoteFiles() override;

    /** Why the slower way is taken; nothing while atelier-node serves, or before the first request.
     */
    [[nodiscard]] const std::optional<Error> &fallbackReason() const { return m_reason; }
    /** For what only atelier-node can do. */
    [[nodiscard]] Client &client() { return m_client; }

    [[nodiscard]] QFuture<Result<EntriesResult>> list(const RemotePath &folder,
                                                      const ListOptions &options,
                                                      BatchHandler onBatch) override;
    [[nodiscard]] QFuture<Result<FileEntry>> stat(const RemotePath &path) override;
    [[nodiscard]] QFuture<Result<QList<FileDigest>>> digest(const RemotePath &folder,
                                                            const QList<QByteArray> &paths,
                                                            std::stop_token stop) override;
    [[nodiscard]] std::unique_ptr<FileWatch> watch(const RemotePath &folder,
                                                   bool isRecursive) override;
    [[nodiscard]] QFuture<Result<EntriesResult>> download(const RemotePath &source,
                                                          const QString &localFolder,
                                                          const TransferOptions &options) override;
    [[nodiscard]] QFuture<Result<EntriesResult>> upload(const QString &localFolder,
                                                        const RemotePath &target,
                                                        const TransferOptions &options) override;

Q_SIGNALS:
    /** atelier-node can't run here; @p reason has the sentence. */
    void fellBack(const Atelier::Error &reason);

private:
    /** Given once it is known: null with an error of the connection. */
    using AccessHandler = std::function<void(const Result<FileAccess *> &access)>;

    void choose(AccessHandler handler);
    template<typename T>
    QFuture<Result<T>> with(const std::stop_token &stop,
                            std::function<QFuture<Result<T>>(FileAccess &)> call);

    Client m_client;
    PlainFiles m_plain;
    std::optional<Error> m_reason;
};

} // namespace Atelier::NodeClient
