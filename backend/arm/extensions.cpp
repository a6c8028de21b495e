// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/arm/extensions.h"

#include "backend/arm/dates.h"
#include "backend/arm/errorenvelope.h"

#include <QCoreApplication>
#include <QJsonArray>
#include <QJsonDocument>

namespace Atelier::Arm {

namespace {

using namespace Qt::StringLiterals;

Error unreadable(const QString &detail)
{
    return {
        .code = Error::Code::Protocol,
        .message = QCoreApplication::translate("Extensions",
                                               "The server's answer could not be read."),
        .detail = detail,
    };
}

} // namespace

Result<NodeAccess> nodeAccessFrom(const QJsonObject &json)
{
    const int port = json.value("port"_L1).toInt();
    NodeAccess access{
        .address = json.value("address"_L1).toString(),
        .port = static_cast<quint16>(port),
        .user = json.value("user"_L1).toString(),
    };
    if (access.address.isEmpty() || access.user.isEmpty() || port < 1 || port > 65535) {
        return failure(unreadable(u"address, port or user missing"_s));
    }
    for (const auto &entry : json.value("hostKeys"_L1).toArray()) {
        const QJsonObject key = entry.toObject();
        const auto blob = QByteArray::fromBase64Encoding(key.value("key"_L1).toString().toLatin1());
        if (!blob || blob.decoded.isEmpty()) {
            return failure(unreadable(u"a host key is not base64"_s));
        }
        access.hostKeys.append({.type = key.value("type"_L1).toString(), .blob = blob.decoded});
    }
    return access;
}

QJsonObject toJson(const NodeAccess &access)
{
    QJsonArray keys;
    for (const HostKey &key : access.hostKeys) {
        keys.append(QJsonObject{{u"type"_s, key.type},
                                {u"key"_s, QString::fromLatin1(key.blob.toBase64())}});
    }
    return {
        {u"address"_s, access.address},
        {u"port"_s, access.port},
        {u"user"_s, access.user},
        {u"hostKeys"_s, keys},
    };
}

Result<HomeSummary> homeSummaryFrom(const QJsonObject &json)
{
    if (!json.value("files"_L1).isDouble() || !json.value("bytes"_L1).isDouble()) {
        return failure(unreadable(u"files or bytes missing"_s));
    }
    return HomeSummary{
        .files = json.value("files"_L1).toInteger(),
        .bytes = json.value("bytes"_L1).toInteger(),
        .newestPath = json.value("newestPath"_L1).toString(),
        .newestTime = dateFrom(json.value("newestTime"_L1).toString()),
        .complete = json.value("complete"_L1).toBool(true),
    };
}

QJsonObject toJson(const HomeSummary &summary)
{
    return {
        {u"files"_s, summary.files},
        {u"bytes"_s, summary.bytes},
        {u"newestPath"_s, summary.newestPath},
        {u"newestTime"_s, toString(summary.newestTime)},
        {u"complete"_s, summary.complete},
    };
}

Result<Change> changeFrom(const QJsonObject &json)
{
    Change change{.sequence = json.value("sequence"_L1).toInteger(),
                  .name = json.value("name"_L1).toString()};
    if (change.sequence <= 0 || change.name.isEmpty()) {
        return failure(unreadable(u"sequence or name missing"_s));
    }
    if (json.value("resource"_L1).isObject()) {
        auto instance = computeInstanceFrom(json.value("resource"_L1).toObject());
        if (!instance) {
            return failure(instance.error());
        }
        change.instance = *std::move(instance);
    }
    return change;
}

QJsonObject toJson(const Change &change)
{
    return {
        {u"sequence"_s, change.sequence},
        {u"name"_s, change.name},
        {u"resource"_s, change.instance ? QJsonValue(toJson(*change.instance)) : QJsonValue()},
    };
}

Result<OperationStatus> operationStatusFrom(const QJsonObject &json)
{
    OperationStatus status{
        // On Azure "id" is the path of the status and "name" the operation's own id.
        .id = json.value("name"_L1).toString(json.value("id"_L1).toString()),
        .status = json.value("status"_L1).toString(),
        .startTime = dateFrom(json.value("startTime"_L1).toString()),
        .endTime = dateFrom(json.value("endTime"_L1).toString()),
    };
    if (status.status.isEmpty()) {
        return failure(unreadable(u"status missing"_s));
    }
    if (json.value("error"_L1).isObject()) {
        const QJsonObject envelope{{u"error"_s, json.value("error"_L1)}};
        Error error = errorFromEnvelope(0, QJsonDocument(envelope).toJson(QJsonDocument::Compact));
        status.error = std::move(error);
    }
    return status;
}

QJsonObject toJson(const OperationStatus &status)
{
    QJsonObject json{
        {u"id"_s, status.id},
        {u"name"_s, status.id},
        {u"status"_s, status.status},
        {u"startTime"_s, toString(status.startTime)},
    };
    if (status.endTime.isValid()) {
        json.insert(u"endTime"_s, toString(status.endTime));
    }
    if (status.error) {
        json.insert(u"error"_s, toEnvelope(*status.error).value("error"_L1));
    }
    return json;
}

} // namespace Atelier::Arm
