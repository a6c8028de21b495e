// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backend/arm/states.h"
#include "backend/core/result.h"

#include <QDateTime>
#include <QJsonObject>
#include <QList>
#include <QMap>
#include <QString>

#include <optional>

namespace Atelier::Arm {

/** The user's own SSH logins (not the studio's): properties.properties.sshSettings. */
struct SshSettings
{
    bool publicAccess = false;   ///< sshPublicAccess Enabled | Disabled
    QString adminUserName = {};  ///< read-only
    quint16 port = 0;            ///< read-only; 0 while not listening
    QString adminPublicKey = {}; ///< one OpenSSH public key line
    bool operator==(const SshSettings &) const = default;
};

/** A folder of the host inside the instance: one entry of properties.properties.dataMounts. */
struct DataMount
{
    QString source = {};    ///< absolute path on the host
    QString mountPath = {}; ///< absolute path inside the instance
    bool readOnly = true;   ///< extension: Azure's mounts have no such field
    bool operator==(const DataMount &) const = default;
};

struct LastOperation
{
    OperationName name = OperationName::Unknown;
    QDateTime time = {};
    QString status = {};  ///< InProgress, Succeeded, CreateFailed, StartFailed, …
    QString trigger = {}; ///< User, Schedule, IdleShutdown
    bool operator==(const LastOperation &) const = default;
};

/** What the local engine adds under properties.properties.atelier; all read-only. */
struct LocalDetails
{
    QDateTime stateSince = {};  ///< when state was entered
    bool isolated = true;       ///< false: made without a sandbox
    bool coresLimited = false;  ///< enforced by affinity or cgroup
    bool memoryLimited = false; ///< enforced by cgroup
    QString stateReason = {};   ///< one sentence, e.g. "The computer restarted at 07:12."
    QString userHome = {};      ///< home folder inside the instance
    bool operator==(const LocalDetails &) const = default;
};

/** What a person or a program asks for; the read-only rest is filled in by the control plane. */
struct ComputeInstance
{
    QString id = {};
    QString name = {};
    QString location = {};
    QMap<QString, QString> tags = {};
    QString description = {};
    QString vmSize = {};
    SshSettings ssh = {};
    QList<DataMount> mounts = {};

    ProvisioningState provisioning = ProvisioningState::Unknown;
    InstanceState state = InstanceState::Unknown;
    QDateTime createdOn = {};
    QDateTime modifiedOn = {};
    QString createdBy = {};
    QString address = {};       ///< connectivityEndpoints.publicIpAddress
    QList<QString> errors = {}; ///< sentences of properties.properties.errors
    std::optional<LastOperation> lastOperation = {};
    LocalDetails local = {};

    /** The body as it came, so that unknown fields and enum values survive a round trip. */
    QJsonObject raw = {};
    bool operator==(const ComputeInstance &) const = default;
};

/** Reads a ComputeResource of type ComputeInstance; missing fields keep their defaults. */
[[nodiscard]] Result<ComputeInstance> computeInstanceFrom(const QJsonObject &json);

/** The whole resource as served; starts from raw and writes over what the struct knows. */
[[nodiscard]] QJsonObject toJson(const ComputeInstance &instance);

/** The body of a PUT: only what a client may set, unknown fields included. */
[[nodiscard]] QJsonObject toPutBody(const ComputeInstance &instance);

/** The body @p given of a PUT in the place of what a client may set in @p stored. */
[[nodiscard]] QJsonObject withReadOnly(const QJsonObject &given, const QJsonObject &stored);

} // namespace Atelier::Arm
