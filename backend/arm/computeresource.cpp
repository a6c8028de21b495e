// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/arm/computeresource.h"

#include "backend/arm/jsonfields.h"

#include <type_traits>

namespace Atelier::Arm {

namespace {

using namespace Qt::StringLiterals;

/** Hands each path below the resource, and the member that stands there, to @p visit. */
template<typename Resource, typename Visit>
void eachCommonField(Resource &resource, const Visit &visit)
{
    visit("id"_L1, resource.id);
    visit("name"_L1, resource.name);
    visit("location"_L1, resource.location);
    visit("tags"_L1, resource.tags);
    visit("properties.computeType"_L1, resource.type);
    visit("properties.description"_L1, resource.description);
    visit("properties.resourceId"_L1, resource.resourceId);
    visit("properties.computeLocation"_L1, resource.computeLocation);
    visit("properties.isAttachedCompute"_L1, resource.attached);
    visit("properties.disableLocalAuth"_L1, resource.localAuthDisabled);
    visit("properties.provisioningState"_L1, resource.provisioning);
    visit("properties.createdOn"_L1, resource.createdOn);
    visit("properties.modifiedOn"_L1, resource.modifiedOn);
}

/** The same for what a kind has of its own; paths below properties.properties. */
template<typename Visit>
struct DetailFields
{
    const Visit &visit;

    template<typename Details>
    void operator()([[maybe_unused]] Details &details) const
    {
        using Plain = std::remove_const_t<Details>;
        if constexpr (std::is_same_v<Plain, ClusterDetails>) {
            visit("vmSize"_L1, details.vmSize);
            visit("vmPriority"_L1, details.vmPriority);
            visit("scaleSettings.minNodeCount"_L1, details.minNodes);
            visit("scaleSettings.maxNodeCount"_L1, details.maxNodes);
            visit("scaleSettings.nodeIdleTimeBeforeScaleDown"_L1, details.idleBeforeScaleDown);
            visit("allocationState"_L1, details.allocationState);
            visit("currentNodeCount"_L1, details.currentNodes);
            visit("targetNodeCount"_L1, details.targetNodes);
        } else if constexpr (std::is_same_v<Plain, MachineDetails>) {
            visit("virtualMachineSize"_L1, details.vmSize);
            visit("address"_L1, details.address);
            visit("sshPort"_L1, details.sshPort);
            visit("administratorAccount.username"_L1, details.userName);
        } else if constexpr (std::is_same_v<Plain, KubernetesDetails>) {
            visit("namespace"_L1, details.nameSpace);
            visit("defaultInstanceType"_L1, details.defaultInstanceType);
            visit("agentVmSize"_L1, details.agentSize);
            visit("agentCount"_L1, details.agentCount);
        } else if constexpr (std::is_same_v<Plain, SparkDetails>) {
            visit("sparkVersion"_L1, details.sparkVersion);
            visit("poolName"_L1, details.poolName);
            visit("workspaceName"_L1, details.workspaceName);
            visit("nodeSize"_L1, details.nodeSize);
            visit("nodeCount"_L1, details.nodeCount);
        } else if constexpr (std::is_same_v<Plain, ServiceDetails>) {
            visit("workspaceUrl"_L1, details.workspaceUrl);
            visit("dataLakeStoreAccountName"_L1, details.accountName);
        }
    }
};

ComputeDetails emptyDetailsOf(ComputeType type)
{
    switch (type) {
    case ComputeType::AmlCompute:
        return ClusterDetails{};
    case ComputeType::VirtualMachine:
    case ComputeType::HDInsight:
        return MachineDetails{};
    case ComputeType::Aks:
    case ComputeType::Kubernetes:
        return KubernetesDetails{};
    case ComputeType::SynapseSpark:
        return SparkDetails{};
    case ComputeType::Databricks:
    case ComputeType::DataLakeAnalytics:
        return ServiceDetails{};
    case ComputeType::ComputeInstance:
    case ComputeType::DataFactory:
    case ComputeType::Unknown:
        break;
    }
    return {};
}

} // namespace

ComputeResource computeResourceFrom(const QJsonObject &json)
{
    ComputeResource resource{.raw = json};
    eachCommonField(resource, FieldReader{.json = json});
    resource.details = emptyDetailsOf(resource.type);
    const QJsonObject own = valueAt(json, "properties.properties"_L1).toObject();
    const FieldReader reader{.json = own};
    std::visit(DetailFields<FieldReader>{.visit = reader}, resource.details);
    return resource;
}

QJsonObject toJson(const ComputeResource &resource)
{
    QJsonObject json = resource.raw;
    eachCommonField(resource, FieldWriter{.json = &json});
    QJsonObject own = valueAt(json, "properties.properties"_L1).toObject();
    const QJsonObject before = own;
    const FieldWriter writer{.json = &own};
    std::visit(DetailFields<FieldWriter>{.visit = writer}, resource.details);
    if (own != before) {
        setValueAt(&json, "properties.properties"_L1, own);
    }
    return json;
}

} // namespace Atelier::Arm
