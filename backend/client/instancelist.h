// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backend/arm/computeinstance.h"

#include <QList>
#include <QStringList>

namespace Atelier::Client {

/** The last known instances, sorted by name without case; says what differs from before. */
class InstanceList final
{
public:
    enum class Effect { None, Added, Changed };

    struct Difference
    {
        QList<Arm::ComputeInstance> added = {};
        QList<Arm::ComputeInstance> changed = {};
        QStringList removed = {};
    };

    [[nodiscard]] const QList<Arm::ComputeInstance> &all() const;
    [[nodiscard]] const Arm::ComputeInstance *find(const QString &name) const;

    [[nodiscard]] Difference replace(QList<Arm::ComputeInstance> instances);
    Effect put(const Arm::ComputeInstance &instance);
    bool remove(const QString &name);

private:
    QList<Arm::ComputeInstance> m_instances;
};

} // namespace Atelier::Client
