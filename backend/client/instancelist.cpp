// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/client/instancelist.h"

#include <algorithm>
#include <utility>

namespace Atelier::Client {

namespace {

bool nameBefore(const QString &left, const QString &right)
{
    const int order = left.compare(right, Qt::CaseInsensitive);
    return order != 0 ? order < 0 : left < right;
}

bool before(const Arm::ComputeInstance &left, const Arm::ComputeInstance &right)
{
    return nameBefore(left.name, right.name);
}

template<typename List>
auto position(List &list, const QString &name)
{
    return std::ranges::lower_bound(list, name, nameBefore, &Arm::ComputeInstance::name);
}

} // namespace

const QList<Arm::ComputeInstance> &InstanceList::all() const
{
    return m_instances;
}

const Arm::ComputeInstance *InstanceList::find(const QString &name) const
{
    const auto found = position(m_instances, name);
    return found != m_instances.cend() && found->name == name ? &*found : nullptr;
}

InstanceList::Difference InstanceList::replace(QList<Arm::ComputeInstance> instances)
{
    std::ranges::sort(instances, before);
    Difference difference;
    for (const Arm::ComputeInstance &now : std::as_const(instances)) {
        const Arm::ComputeInstance *then = find(now.name);
        if (then == nullptr) {
            difference.added.append(now);
        } else if (*then != now) {
            difference.changed.append(now);
        }
    }
    for (const Arm::ComputeInstance &then : std::as_const(m_instances)) {
        const auto found = position(std::as_const(instances), then.name);
        if (found == instances.cend() || found->name != then.name) {
            difference.removed.append(then.name);
        }
    }
    m_instances = std::move(instances);
    return difference;
}

InstanceList::Effect InstanceList::put(const Arm::ComputeInstance &instance)
{
    const auto found = position(m_instances, instance.name);
    if (found == m_instances.end() || found->name != instance.name) {
        m_instances.insert(found, instance);
        return Effect::Added;
    }
    if (*found == instance) {
        return Effect::None;
    }
    *found = instance;
    return Effect::Changed;
}

bool InstanceList::remove(const QString &name)
{
    const auto found = position(m_instances, name);
    if (found == m_instances.end() || found->name != name) {
        return false;
    }
    m_instances.erase(found);
    return true;
}

} // namespace Atelier::Client
