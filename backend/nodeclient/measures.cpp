// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/nodeclient/measures.h"

#include "backend/core/async.h"
#include "backend/node/protocol/pathtext.h"
#include "backend/nodeclient/client.h"

#include <QJsonArray>
#include <QJsonObject>
#include <QPromise>

#include <memory>
#include <utility>

namespace Atelier::NodeClient {

namespace {

std::optional<double> decimalIn(const QJsonObject &object, QLatin1StringView name)
{
    const QJsonValue value = object.value(name);
    return value.isDouble() ? std::optional(value.toDouble()) : std::nullopt;
}

std::optional<qint64> bytesIn(const QJsonObject &object, QLatin1StringView name)
{
    const QJsonValue value = object.value(name);
    return value.isDouble() ? std::optional(value.toInteger()) : std::nullopt;
}

AwakeReason reasonFrom(const QJsonObject &object)
{
    const QString kind = object.value(QLatin1StringView("kind")).toString();
    AwakeReason reason{.name = object.value(QLatin1StringView("name")).toString(),
                       .command = object.value(QLatin1StringView("command")).toString(),
                       .pid = object.value(QLatin1StringView("pid")).toInteger(),
                       .cpu = object.value(QLatin1StringView("cpu")).toDouble()};
    if (kind == QLatin1StringView("session")) {
        reason.kind = AwakeReason::Kind::Session;
    } else if (kind == QLatin1StringView("job")) {
        reason.kind = AwakeReason::Kind::Job;
    } else if (kind == QLatin1StringView("kernel")) {
        reason.kind = AwakeReason::Kind::Kernel;
    }
    return reason;
}

Measure measureFrom(const QJsonObject &object)
{
    const QJsonObject own = object.value(QLatin1StringView("own")).toObject();
    const QJsonObject memory = object.value(QLatin1StringView("memory")).toObject();
    const QJsonObject disk = object.value(QLatin1StringView("disk")).toObject();
    const QJsonArray gpus = object.value(QLatin1StringView("gpus")).toArray();
    const QJsonArray reasons = object.value(QLatin1StringView("awake")).toArray();
    Measure measure{
        .cpus = object.value(QLatin1StringView("cpus")).toInt(),
        .cpu = decimalIn(object, QLatin1StringView("cpu")),
        .ownCpu = decimalIn(own, QLatin1StringView("cpu")),
        .ownMemory = own.value(QLatin1StringView("memoryBytes")).toInteger(),
        .load = object.value(QLatin1StringView("load")).toArray().at(0).toDouble(),
        .memoryTotal = memory.value(QLatin1StringView("totalBytes")).toInteger(),
        .memoryAvailable = memory.value(QLatin1StringView("availableBytes")).toInteger(),
        .memoryLimit = bytesIn(memory, QLatin1StringView("limitBytes")),
        .diskTotal = bytesIn(disk, QLatin1StringView("totalBytes")),
        .diskAvailable = bytesIn(disk, QLatin1StringView("availableBytes")),
        .uptime = object.value(QLatin1StringView("uptimeSeconds")).toDouble()};
    for (const auto &value : gpus) {
        const QJsonObject gpu = value.toObject();
        measure.gpus.append({.name = gpu.value(QLatin1StringView("name")).toString(),
                             .utilization = decimalIn(gpu, QLatin1StringView("utilization")),
                             .memoryTotal = bytesIn(gpu, QLatin1StringView("memoryTotalBytes")),
                             .memoryUsed = bytesIn(gpu, QLatin1StringView("memoryUsedBytes"))});
    }
    for (const auto &value : reasons) {
        measure.awake.append(reasonFrom(value.toObject()));
    }
    return measure;
}

QJsonObject argumentsFor(const QString &path)
{
    if (path.isEmpty()) {
        return {};
    }
    return {{QStringLiteral("path"), QString::fromStdString(Node::pathText(path.toStdString()))}};
}

} // namespace

QFuture<Result<Measure>> measure(Client *client, const QString &path)
{
    const auto promise = std::make_shared<QPromise<Result<Measure>>>();
    promise->start();
    whenDone(client->ask(QStringLiteral("measure"), argumentsFor(path)),
             client,
             [promise](const Result<QJsonObject> &result) {
                 promise->addResult(result.transform(measureFrom));
                 promise->finish();
             });
    return promise->future();
}

QFuture<Result<void>> watchMeasures(Client *client,
                                    std::chrono::milliseconds interval,
                                    std::function<void(const Measure &)> onMeasure,
                                    std::stop_token stop,
                                    const QString &path)
{
    const auto promise = std::make_shared<QPromise<Result<void>>>();
    promise->start();
    QJsonObject arguments = argumentsFor(path);
    arguments.insert(QLatin1StringView("intervalMs"), static_cast<qint64>(interval.count()));
    whenDone(client->ask(QStringLiteral("measure.watch"),
                         arguments,
                         std::move(stop),
                         [onMeasure = std::move(onMeasure)](const QJsonObject &item) {
                             onMeasure(measureFrom(item));
                         }),
             client,
             [promise](const Result<QJsonObject> &result) {
                 promise->addResult(result.transform([](const QJsonObject &) {}));
                 promise->finish();
             });
    return promise->future();
}

} // namespace Atelier::NodeClient
