// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backend/nodeclient/fileaccess.h"
#include "backend/nodeclient/nodestarter.h"
#include "backend/nodeclient/replies.h"
#include "backend/ssh/connection.h"

#include <QJsonObject>
#include <QList>
#include <QPointer>

#include <functional>
#include <memory>
#include <vector>

namespace Atelier::NodeClient {

class RunningRequest;
class Transfer;

/**
 * atelier-node on one node, over one Connection: brought there and started at the first request,
 * started anew at the first one after it was lost. Downloads and uploads have a process and a
 * stream of their own. Lives in the connection's thread.
 */
class Client final : public FileAccess
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(Client)

public:
    explicit Client(Ssh::Connection *connection, QObject *parent = nullptr);
    /** Ends what is under way with Error::Code::Cancelled. */
    ~Client() override;

    /** Starts the program now, so that the first request finds it. An error for which cannotRun()
     *  holds: never on this node. */
    [[nodiscard]] QFuture<Result<void>> prepare();

    /** Any request by its name; items of the answer go to @p onItem, in this thread. */
    [[nodiscard]] QFuture<Result<QJsonObject>> ask(const QString &name,
                                                   const QJsonObject &arguments,
                                                   std::stop_token stop = {},
                                                   JsonReply::ItemHandler onItem = {});
    /** As ask(), with a reply of the caller's own. Destroying or stopping the result ends it. */
    std::shared_ptr<RunningRequest> begin(nlohmann::json request,
                                          std::shared_ptr<NodeReply> reply,
                                          const std::stop_token &stop = {});

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

    [[nodiscard]] Ssh::Connection *connection() const { return m_connection; }
    [[nodiscard]] const std::shared_ptr<Poster> &poster() const { return m_poster; }

private:
    using LinkHandler = std::function<void(const Result<LinkPointer> &link)>;

    void withLink(LinkHandler handler);
    void started(const Result<LinkPointer> &link);
    QFuture<Result<EntriesResult>> run(std::unique_ptr<Transfer> transfer);
    void dispose(const Transfer *transfer);
    static void waitElsewhere(std::unique_ptr<Transfer> transfer);

    QPointer<Ssh::Connection> m_connection;
    std::shared_ptr<Poster> m_poster;
    LinkPointer m_link;
    QList<LinkHandler> m_waiting;
    bool m_isStarting = false;
    std::vector<std::unique_ptr<Transfer>> m_transfers;
};

} // namespace Atelier::NodeClient
