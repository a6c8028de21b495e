// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/arm/computefields.h"
#include "backend/arm/dates.h"

#include <array>

namespace Atelier::Arm {

namespace {

using namespace Qt::StringLiterals;

// What a client can't set is left out of a PUT: of the resource, of its properties, of the type's
// own.
constexpr std::array readOnlyResourceFields{
    "id"_L1,
    "name"_L1,
    "type"_L1,
    "systemData"_L1,
    "etag"_L1,
};
constexpr std::array readOnlyProperties{
    "provisioningState"_L1,
    "provisioningErrors"_L1,
    "createdOn"_L1,
    "modifiedOn"_L1,
    "isAttachedCompute"_L1,
};
constexpr std::array readOnlyFields{
    "applications"_L1,
    "atelier"_L1,
    "connectivityEndpoints"_L1,
    "containers"_L1,
    "createdBy"_L1,
    "dataDisks"_L1,
    "errors"_L1,
    "lastOperation"_L1,
    "state"_L1,
    "versions"_L1,
    "osImageMetadata"_L1,
};

template<typename Keys>
QJsonObject without(QJsonObject json, const Keys &keys)
{
    for (const auto key : keys) {
        json.remove(key);
    }
    return json;
}

/** @p given, with the fields @p keys as they are in @p stored. */
template<typename Keys>
QJsonObject keeping(const Keys &keys, const QJsonObject &stored, QJsonObject given)
{
    for (const auto key : keys) {
        if (stored.contains(key)) {
            given.insert(key, stored.value(key));
        }
    }
    return given;
}

void put(QJsonObject *json, QLatin1StringView key, const QString &value)
{
    if (!value.isEmpty() || json->value(key).isString()) {
        json->insert(key, value);
    }
}

void put(QJsonObject *json, QLatin1StringView key, bool value, bool byDefault)
{
    if (value != byDefault || json->value(key).isBool()) {
        json->insert(key, value);
    }
}

/** A date that has not changed keeps the text it came with. */
void put(QJsonObject *json, QLatin1StringView key, const QDateTime &value)
{
    if (dateFrom(json->value(key).toString()) != value) {
        put(json, key, toString(value));
    }
}

/** An enum value that we don't know keeps its text. */
template<typename Enum>
void putEnum(QJsonObject *json, QLatin1StringView key, Enum value)
{
    if (value != Enum::Unknown) {
        json->insert(key, toString(value));
    }
}

void putObject(QJsonObject *json, QLatin1StringView key, const QJsonObject &value)
{
    if (!value.isEmpty() || json->value(key).isObject()) {
        json->insert(key, value);
    }
}

QJsonObject written(QJsonObject json, const SshSettings &ssh)
{
    if (sshFrom(json).publicAccess != ssh.publicAccess || !json.contains("sshPublicAccess"_L1)) {
        json.insert("sshPublicAccess"_L1, ssh.publicAccess ? u"Enabled"_s : u"Disabled"_s);
    }
    put(&json, "adminUserName"_L1, ssh.adminUserName);
    put(&json, "adminPublicKey"_L1, ssh.adminPublicKey);
    if (ssh.port != 0) {
        json.insert("sshPort"_L1, ssh.port);
    } else {
        json.remove("sshPort"_L1);
    }
    return json;
}

QJsonArray written(const QList<DataMount> &mounts)
{
    QJsonArray array;
    for (const DataMount &mount : mounts) {
        array.append(QJsonObject{
            {u"source"_s, mount.source},
            {u"sourceType"_s, u"HostFolder"_s},
            {u"mountPath"_s, mount.mountPath},
            {u"readOnly"_s, mount.readOnly},
        });
    }
    return array;
}

QJsonArray written(const QList<QString> &errors)
{
    QJsonArray array;
    for (const QString &message : errors) {
        array.append(QJsonObject{
            {u"error"_s, QJsonObject{{u"code"_s, u"UserError"_s}, {u"message"_s, message}}}});
    }
    return array;
}

QJsonObject written(QJsonObject json, const LastOperation &operation)
{
    putEnum(&json, "operationName"_L1, operation.name);
    put(&json, "operationTime"_L1, operation.time);
    put(&json, "operationStatus"_L1, operation.status);
    put(&json, "operationTrigger"_L1, operation.trigger);
    return json;
}

QJsonObject written(QJsonObject json, const LocalDetails &local)
{
    put(&json, "stateSince"_L1, local.stateSince);
    // An answer of a service that knows no sandboxes says nothing about them.
    if (local != LocalDetails{} || !json.isEmpty()) {
        json.insert("isolated"_L1, local.isolated);
    }
    put(&json, "coresLimited"_L1, local.coresLimited, false);
    put(&json, "memoryLimited"_L1, local.memoryLimited, false);
    put(&json, "stateReason"_L1, local.stateReason);
    put(&json, "userHome"_L1, local.userHome);
    return json;
}

/** What a client may set in properties.properties. */
QJsonObject settable(QJsonObject inner, const ComputeInstance &instance)
{
    put(&inner, "vmSize"_L1, instance.vmSize);
    const QJsonObject ssh = inner.value("sshSettings"_L1).toObject();
    if (instance.ssh != SshSettings{} || !ssh.isEmpty()) {
        inner.insert("sshSettings"_L1, written(ssh, instance.ssh));
    }
    if (mountsFrom(inner.value("dataMounts"_L1).toArray()) != instance.mounts) {
        inner.insert("dataMounts"_L1, written(instance.mounts));
    }
    return inner;
}

QJsonObject innerJson(const QJsonObject &raw, const ComputeInstance &instance)
{
    QJsonObject inner = settable(raw, instance);
    putEnum(&inner, "state"_L1, instance.state);
    if (errorsFrom(inner.value("errors"_L1).toArray()) != instance.errors) {
        inner.insert("errors"_L1, written(instance.errors));
    }
    QJsonObject by = inner.value("createdBy"_L1).toObject();
    put(&by, "userName"_L1, instance.createdBy);
    putObject(&inner, "createdBy"_L1, by);
    QJsonObject endpoints = inner.value("connectivityEndpoints"_L1).toObject();
    put(&endpoints, "publicIpAddress"_L1, instance.address);
    putObject(&inner, "connectivityEndpoints"_L1, endpoints);
    if (instance.lastOperation) {
        inner.insert("lastOperation"_L1,
                     written(inner.value("lastOperation"_L1).toObject(), *instance.lastOperation));
    } else if (inner.value("lastOperation"_L1).isObject()) {
        inner.remove("lastOperation"_L1);
    }
    putObject(&inner, "atelier"_L1, written(inner.value("atelier"_L1).toObject(), instance.local));
    return inner;
}

void putTags(QJsonObject *json, const QMap<QString, QString> &tags)
{
    if (tagsFrom(json->value("tags"_L1).toObject()) == tags) {
        return;
    }
    QJsonObject object;
    for (auto tag = tags.begin(); tag != tags.end(); ++tag) {
        object.insert(tag.key(), tag.value());
    }
    json->insert("tags"_L1, object);
}

} // namespace

QJsonObject toJson(const ComputeInstance &instance)
{
    QJsonObject json = instance.raw;
    put(&json, "id"_L1, instance.id);
    put(&json, "name"_L1, instance.name);
    if (!json.contains("type"_L1)) {
        json.insert("type"_L1, u"Microsoft.MachineLearningServices/workspaces/computes"_s);
    }
    put(&json, "location"_L1, instance.location);
    putTags(&json, instance.tags);
    QJsonObject outer = json.value("properties"_L1).toObject();
    if (!outer.contains("computeType"_L1)) {
        outer.insert("computeType"_L1, QString(computeInstanceType));
    }
    put(&outer, "description"_L1, instance.description);
    putEnum(&outer, "provisioningState"_L1, instance.provisioning);
    put(&outer, "createdOn"_L1, instance.createdOn);
    put(&outer, "modifiedOn"_L1, instance.modifiedOn);
    outer.insert("properties"_L1, innerJson(outer.value("properties"_L1).toObject(), instance));
    json.insert("properties"_L1, outer);
    return json;
}

QJsonObject toPutBody(const ComputeInstance &instance)
{
    // What the service gained since this was written is sent back as it came.
    QJsonObject json = without(instance.raw, readOnlyResourceFields);
    put(&json, "location"_L1, instance.location);
    putTags(&json, instance.tags);
    QJsonObject outer = without(json.value("properties"_L1).toObject(), readOnlyProperties);
    QJsonObject inner = without(settable(outer.value("properties"_L1).toObject(), instance),
                                readOnlyFields);
    if (inner.value("sshSettings"_L1).isObject()) {
        QJsonObject ssh = inner.value("sshSettings"_L1).toObject();
        ssh.remove("adminUserName"_L1);
        ssh.remove("sshPort"_L1);
        inner.insert("sshSettings"_L1, ssh);
    }
    outer.insert("computeType"_L1, QString(computeInstanceType));
    outer.insert("properties"_L1, inner);
    put(&outer, "description"_L1, instance.description);
    json.insert("properties"_L1, outer);
    return json;
}

QJsonObject withReadOnly(const QJsonObject &given, const QJsonObject &stored)
{
    const QJsonObject storedOuter = stored.value("properties"_L1).toObject();
    QJsonObject outer = keeping(
        readOnlyProperties, storedOuter, given.value("properties"_L1).toObject());
    outer.insert("properties"_L1,
                 keeping(readOnlyFields,
                         storedOuter.value("properties"_L1).toObject(),
                         outer.value("properties"_L1).toObject()));
    QJsonObject json = keeping(readOnlyResourceFields, stored, given);
    json.insert("properties"_L1, outer);
    return json;
}

} // namespace Atelier::Arm
