// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backend/arm/computetype.h"
#include "backend/arm/states.h"

#include <QDateTime>
#include <QJsonObject>
#include <QMap>
#include <QString>

#include <variant>

namespace Atelier::Arm {

// What a kind has of its own under properties.properties, as far as a program asks for it. Source:
// features.md 3.5 and the 2025-06-01 specification.

/** AmlCompute. */
struct ClusterDetails
{
    QString vmSize = {};
    QString vmPriority = {}; ///< Dedicated | LowPriority
    int minNodes = 0;
    int maxNodes = 0;
    QString idleBeforeScaleDown = {}; ///< ISO 8601 duration
    QString allocationState = {};     ///< Steady | Resizing
    int currentNodes = 0;
    int targetNodes = 0;
    bool operator==(const ClusterDetails &) const = default;
};

/** VirtualMachine, HDInsight: a machine that was attached, reached by SSH. */
struct MachineDetails
{
    QString vmSize = {};
    QString address = {};
    int sshPort = 0;
    QString userName = {};
    bool operator==(const MachineDetails &) const = default;
};

/** AKS, Kubernetes. */
struct KubernetesDetails
{
    QString nameSpace = {};
    QString defaultInstanceType = {};
    QString agentSize = {};
    int agentCount = 0;
    bool operator==(const KubernetesDetails &) const = default;
};

/** SynapseSpark. */
struct SparkDetails
{
    QString sparkVersion = {};
    QString poolName = {};
    QString workspaceName = {};
    QString nodeSize = {};
    int nodeCount = 0;
    bool operator==(const SparkDetails &) const = default;
};

/** Databricks, DataLakeAnalytics: a service elsewhere. */
struct ServiceDetails
{
    QString workspaceUrl = {};
    QString accountName = {};
    bool operator==(const ServiceDetails &) const = default;
};

/** Nothing of its own is read: DataFactory, types of tomorrow, and instances, which
 * computeInstanceFrom() reads. */
using ComputeDetails = std::variant<std::monostate,
                                    ClusterDetails,
                                    MachineDetails,
                                    KubernetesDetails,
                                    SparkDetails,
                                    ServiceDetails>;

/** A compute of any type, also of one that nobody knows yet. */
struct ComputeResource
{
    QString id = {};
    QString name = {};
    QString location = {};
    QMap<QString, QString> tags = {};
    ComputeType type = ComputeType::Unknown;
    QString description = {};
    QString resourceId = {}; ///< what was attached
    QString computeLocation = {};
    bool attached = false;
    bool localAuthDisabled = false;
    ProvisioningState provisioning = ProvisioningState::Unknown;
    QDateTime createdOn = {};
    QDateTime modifiedOn = {};
    ComputeDetails details = {};

    /** As it came: what is not read above, and texts that mean the same, survive a round trip. */
    QJsonObject raw = {};
    bool operator==(const ComputeResource &) const = default;
};

/** Reads whatever is there; total: nothing in @p json makes it fail. */
[[nodiscard]] ComputeResource computeResourceFrom(const QJsonObject &json);

/** Starts from raw and writes only what differs from it. */
[[nodiscard]] QJsonObject toJson(const ComputeResource &resource);

} // namespace Atelier::Arm
