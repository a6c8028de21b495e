// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/nodeclient/client.h"

#include "backend/core/async.h"
#include "backend/node/protocol/pathtext.h"
#include "backend/node/protocol/payload.h"
#include "backend/nodeclient/downloadtransfer.h"
#include "backend/nodeclient/faulterror.h"
#include "backend/nodeclient/renewedwatch.h"
#include "backend/nodeclient/runningrequest.h"
#include "backend/nodeclient/uploadtransfer.h"

#include <QJsonDocument>
#include <QtConcurrentRun>

#include <algorithm>
#include <utility>

namespace Atelier::NodeClient {

namespace {

nlohmann::json requestFor(const char *name, const RemotePath &path)
{
    return {{"request", name},
            {"root", Node::pathText(path.root.toStdString())},
            {"path", Node::pathText(path.path.toStdString())}};
}

} // namespace

Client::Client(Ssh::Connection *connection, QObject *parent)
    : FileAccess(parent)
    , m_connection(connection)
    , m_poster(std::make_shared<Poster>(this))
{
}

Client::~Client()
{
    m_poster->close();
    for (std::unique_ptr<Transfer> &transfer : m_transfers) {
        transfer->stop();
        waitElsewhere(std::move(transfer));
    }
    for (const LinkHandler &handler : std::exchange(m_waiting, {})) {
        handler(failure({.code = Error::Code::Cancelled, .message = {}}));
    }
}

void Client::withLink(LinkHandler handler)
{
    if (m_link && !m_link->isBroken()) {
        handler(m_link);
        return;
    }
    m_link.reset();
    m_waiting.append(std::move(handler));
    if (m_isStarting) {
        return;
    }
    m_isStarting = true;
    auto *starter = new NodeStarter(m_connection, false, this);
    whenDone(starter->start(), this, [this](const Result<LinkPointer> &link) { started(link); });
}

void Client::started(const Result<LinkPointer> &link)
{
    m_isStarting = false;
    m_link = link.value_or(nullptr);
    for (const LinkHandler &handler : std::exchange(m_waiting, {})) {
        handler(link);
    }
}

QFuture<Result<void>> Client::prepare()
{
    const auto promise = std::make_shared<QPromise<Result<void>>>();
    promise->start();
    withLink([promise](const Result<LinkPointer> &link) {
        promise->addResult(link ? Result<void>() : failure(link.error()));
        promise->finish();
    });
    return promise->future();
}

std::shared_ptr<RunningRequest> Client::begin(nlohmann::json request,
                                              std::shared_ptr<NodeReply> reply,
                                              const std::stop_token &stop)
{
    const auto running = std::make_shared<RunningRequest>(std::move(request), std::move(reply));
    running->stopWith(stop);
    withLink([running](const Result<LinkPointer> &link) {
        if (link) {
            running->begin(*link);
        } else {
            running->fail(link.error());
        }
    });
    return running;
}

QFuture<Result<QJsonObject>> Client::ask(const QString &name,
                                         const QJsonObject &arguments,
                                         // NOLINTNEXTLINE(performance-unnecessary-value-param)
                                         std::stop_token stop,
                                         JsonReply::ItemHandler onItem)
{
    const auto reply = std::make_shared<JsonReply>(m_poster, std::move(onItem));
    QJsonObject object = arguments;
    object.insert(QLatin1StringView("request"), name);
    const QByteArray text = QJsonDocument(object).toJson(QJsonDocument::Compact);
    nlohmann::json request = nlohmann::json::parse(text.begin(), text.end(), nullptr, false);
    reply->keep(begin(std::move(request), reply, stop));
    return reply->future();
}

QFuture<Result<EntriesResult>> Client::list(const RemotePath &folder,
                                            const ListOptions &options,
                                            BatchHandler onBatch)
{
    const auto reply = std::make_shared<ListReply>(m_poster, std::move(onBatch));
    nlohmann::json request = requestFor("list", folder);
    request["depth"] = std::max(options.depth, 1);
    reply->keep(begin(std::move(request), reply, options.stop));
    return reply->future();
}

QFuture<Result<FileEntry>> Client::stat(const RemotePath &path)
{
    const auto reply = std::make_shared<StatReply>();
    begin(requestFor("stat", path), reply);
    return reply->future();
}

QFuture<Result<QList<FileDigest>>> Client::digest(const RemotePath &folder,
                                                  const QList<QByteArray> &paths,
                                                  std::stop_token stop)
{
    const auto reply = std::make_shared<DigestReply>(paths);
    nlohmann::json request = requestFor("digest", folder);
    request["paths"] = nlohmann::json::array();
    for (const QByteArray &path : paths) {
        request["paths"].push_back(Node::pathText(path.toStdString()));
    }
    reply->keep(begin(std::move(request), reply, stop));
    return reply->future();
}

std::unique_ptr<FileWatch> Client::watch(const RemotePath &folder, bool isRecursive)
{
    nlohmann::json request = requestFor("watch", folder);
    request["recursive"] = isRecursive;
    return std::make_unique<RenewedWatch>(this, std::move(request));
}

QFuture<Result<EntriesResult>> Client::download(const RemotePath &source,
                                                const QString &localFolder,
                                                const TransferOptions &options)
{
    return run(std::make_unique<DownloadTransfer>(
        m_poster, requestFor("pack", source), localFolder, options));
}

QFuture<Result<EntriesResult>> Client::upload(const QString &localFolder,
                                              const RemotePath &target,
                                              const TransferOptions &options)
{
    return run(std::make_unique<UploadTransfer>(
        m_poster, requestFor("unpack", target), localFolder, options));
}

void Client::dispose(const Transfer *transfer)
{
    const auto found = std::ranges::find(m_transfers, transfer, &std::unique_ptr<Transfer>::get);
    if (found != m_transfers.end()) {
        std::unique_ptr<Transfer> ended = std::move(*found);
        m_transfers.erase(found);
        waitElsewhere(std::move(ended));
    }
}

/** A disk may hold a stopped transfer's thread up for long: another one waits for it. */
void Client::waitElsewhere(std::unique_ptr<Transfer> transfer)
{
    std::shared_ptr<Transfer> ended = std::move(transfer);
    static_cast<void>(QtConcurrent::run([ended = std::move(ended)]() mutable { ended.reset(); }));
}

/** The program is there, or brought, before a second one is started: two would bring it twice. */
QFuture<Result<EntriesResult>> Client::run(std::unique_ptr<Transfer> transfer)
{
    Transfer *const work = transfer.get();
    const auto future = work->future();
    m_transfers.push_back(std::move(transfer));
    whenDone(future, this, [this, work](const Result<EntriesResult> &) { dispose(work); });
    withLink([this, work, future](const Result<LinkPointer> &link) {
        if (future.isFinished()) {
            return; // stopped meanwhile, and gone
        }
        if (!link) {
            work->fail(link.error());
            return;
        }
        auto *starter = new NodeStarter(m_connection, true, this);
        whenDone(starter->start(), this, [work, future](const Result<LinkPointer> &own) {
            if (future.isFinished()) {
                return;
            }
            if (own) {
                work->start(*own);
            } else {
                work->fail(own.error());
            }
        });
    });
    return future;
}

} // namespace Atelier::NodeClient
