// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/nodeclient/ports.h"

#include "backend/core/async.h"
#include "backend/nodeclient/client.h"
#include "backend/nodeclient/portwatching.h"

#include <QJsonDocument>
#include <QPromise>

namespace Atelier::NodeClient {

QFuture<Result<QList<ListeningPort>>> listPorts(Client *client)
{
    const auto ports = std::make_shared<QList<ListeningPort>>();
    const auto promise = std::make_shared<QPromise<Result<QList<ListeningPort>>>>();
    promise->start();
    const auto take = [ports](const QJsonObject &item) {
        const QByteArray text = QJsonDocument(item).toJson(QJsonDocument::Compact);
        if (const auto port = portFrom(
                nlohmann::json::parse(text.begin(), text.end(), nullptr, false))) {
            ports->append(*port);
        }
    };
    whenDone(client->ask(QStringLiteral("ports.list"), {}, {}, take),
             client,
             [ports, promise](const Result<QJsonObject> &result) {
                 promise->addResult(result.transform([&](const QJsonObject &) { return *ports; }));
                 promise->finish();
             });
    return promise->future();
}

std::unique_ptr<PortWatch> watchPorts(Client *client)
{
    return std::make_unique<PortWatching>(client);
}

} // namespace Atelier::NodeClient
