// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
// PATCH, and the cores that instances hold.
#include "backend/arm/mergepatch.h"
#include "backend/server/instanceregistry.h"
#include "backend/server/later.h"
#include "backend/server/refusals.h"

#include <ranges>

namespace Atelier::Server {

QFuture<Result<PutOutcome>> InstanceRegistry::patch(const QString &name,
                                                    const QJsonObject &change,
                                                    const Conditions &conditions)
{
    const ComputePtr compute = find(name);
    if (!compute) {
        return ready<PutOutcome>(failure(noSuchInstance(name)));
    }
    if (compute->instance.state == Arm::InstanceState::CreateFailed) {
        // A PUT would try to create it once more, which nobody asks for who changes a tag.
        return ready<PutOutcome>(failure(refused(compute->instance, Arm::OperationName::Unknown)));
    }
    return put(name, Arm::mergePatch(Arm::toPutBody(compute->instance), change), conditions);
}

std::optional<QString> InstanceRegistry::nameOf(const QString &name) const
{
    const ComputePtr compute = find(name);
    return compute ? std::optional(compute->instance.name) : std::nullopt;
}

const Quotas &InstanceRegistry::quotas() const
{
    return m_quotas;
}

QList<Arm::CoreUse> InstanceRegistry::coreUses() const
{
    QList<Arm::CoreUse> uses;
    for (const ComputePtr &compute : m_computes | std::views::values) {
        if (const Arm::CoreUse use = coreUseOf(compute->instance); use.cores > 0) {
            uses.append(use);
        }
    }
    return uses;
}

Result<void> InstanceRegistry::admit(const Arm::CoreUse &wanted, const Arm::CoreUse &held) const
{
    if (wanted.cores == 0 || (wanted.family == held.family && wanted.cores <= held.cores)) {
        return {}; // what a lowered quota finds may stay, but not grow
    }
    QList<Arm::CoreUse> others = coreUses();
    others.removeIf([&wanted](const Arm::CoreUse &other) {
        return other.compute.compare(wanted.compute, Qt::CaseInsensitive) == 0;
    });
    return m_quotas.admit(others, wanted);
}

std::optional<QByteArray> InstanceRegistry::tagOf(const ComputePtr &compute)
{
    return compute ? std::optional(entityTagOf(Arm::toJson(compute->instance))) : std::nullopt;
}

} // namespace Atelier::Server
