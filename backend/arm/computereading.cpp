// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/arm/computefields.h"
#include "backend/arm/dates.h"

#include <QCoreApplication>

namespace Atelier::Arm {

using namespace Qt::StringLiterals;

namespace {

std::optional<LastOperation> lastOperationFrom(const QJsonValue &value)
{
    if (!value.isObject()) {
        return {};
    }
    const QJsonObject json = value.toObject();
    return LastOperation{
        .name = operationNameFrom(json.value("operationName"_L1).toString()),
        .time = dateFrom(json.value("operationTime"_L1).toString()),
        .status = json.value("operationStatus"_L1).toString(),
        .trigger = json.value("operationTrigger"_L1).toString(),
    };
}

LocalDetails localFrom(const QJsonObject &json)
{
    return {
        .stateSince = dateFrom(json.value("stateSince"_L1).toString()),
        .isolated = json.value("isolated"_L1).toBool(true),
        .coresLimited = json.value("coresLimited"_L1).toBool(),
        .memoryLimited = json.value("memoryLimited"_L1).toBool(),
        .stateReason = json.value("stateReason"_L1).toString(),
        .userHome = json.value("userHome"_L1).toString(),
    };
}

Error unreadable(const QString &target, const QString &message)
{
    return {.code = Error::Code::InvalidArgument, .message = message, .target = target};
}

} // namespace

QMap<QString, QString> tagsFrom(const QJsonObject &json)
{
    QMap<QString, QString> tags;
    for (auto entry = json.begin(); entry != json.end(); ++entry) {
        tags.insert(entry.key(), entry.value().toString());
    }
    return tags;
}

SshSettings sshFrom(const QJsonObject &json)
{
    return {
        .publicAccess =
            json.value("sshPublicAccess"_L1).toString().compare("Enabled"_L1, Qt::CaseInsensitive)
            == 0,
        .adminUserName = json.value("adminUserName"_L1).toString(),
        .port = static_cast<quint16>(json.value("sshPort"_L1).toInt()),
        .adminPublicKey = json.value("adminPublicKey"_L1).toString(),
    };
}

QList<DataMount> mountsFrom(const QJsonArray &json)
{
    QList<DataMount> mounts;
    for (const auto &entry : json) {
        const QJsonObject mount = entry.toObject();
        mounts.append({
            .source = mount.value("source"_L1).toString(),
            .mountPath = mount.value("mountPath"_L1).toString(),
            .readOnly = mount.value("readOnly"_L1).toBool(true),
        });
    }
    return mounts;
}

QList<QString> errorsFrom(const QJsonArray &json)
{
    QList<QString> errors;
    for (const auto &entry : json) {
        // The wrapper is documented as {"error":{…}}; bare bodies are seen as well.
        const QJsonObject outer = entry.toObject();
        const QJsonObject error = outer.contains("error"_L1) ? outer.value("error"_L1).toObject()
                                                             : outer;
        errors.append(error.value("message"_L1).toString());
    }
    return errors;
}

Result<ComputeInstance> computeInstanceFrom(const QJsonObject &json)
{
    const QJsonObject outer = json.value("properties"_L1).toObject();
    const QString type = outer.value("computeType"_L1).toString();
    if (type.compare(computeInstanceType, Qt::CaseInsensitive) != 0) {
        return failure(unreadable(
            u"properties.computeType"_s,
            QCoreApplication::translate(
                "ComputeInstance",
                "“%1” is not a type of compute that is known here; “ComputeInstance” is.")
                .arg(type)));
    }
    const QJsonObject inner = outer.value("properties"_L1).toObject();
    return ComputeInstance{
        .id = json.value("id"_L1).toString(),
        .name = json.value("name"_L1).toString(),
        .location = json.value("location"_L1).toString(),
        .tags = tagsFrom(json.value("tags"_L1).toObject()),
        .description = outer.value("description"_L1).toString(),
        .vmSize = inner.value("vmSize"_L1).toString(),
        .ssh = sshFrom(inner.value("sshSettings"_L1).toObject()),
        .mounts = mountsFrom(inner.value("dataMounts"_L1).toArray()),
        .provisioning = provisioningStateFrom(outer.value("provisioningState"_L1).toString()),
        .state = instanceStateFrom(inner.value("state"_L1).toString()),
        .createdOn = dateFrom(outer.value("createdOn"_L1).toString()),
        .modifiedOn = dateFrom(outer.value("modifiedOn"_L1).toString()),
        .createdBy = inner.value("createdBy"_L1).toObject().value("userName"_L1).toString(),
        .address = inner.value("connectivityEndpoints"_L1)
                       .toObject()
                       .value("publicIpAddress"_L1)
                       .toString(),
        .errors = errorsFrom(inner.value("errors"_L1).toArray()),
        .lastOperation = lastOperationFrom(inner.value("lastOperation"_L1)),
        .local = localFrom(inner.value("atelier"_L1).toObject()),
        .raw = json,
    };
}

} // namespace Atelier::Arm
