// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backend/arm/computeinstance.h"

namespace Atelier::Client {

/** One instance as a table shows it: the words made once, when the report comes. */
struct InstanceRow
{
    QString name = {};
    Arm::InstanceState state = Arm::InstanceState::Unknown;
    QDateTime since = {};
    QString reason = {};
    QString size = {};
    double sizeKey = 0;
    QString ssh = {};
    QDateTime created = {};
    QString operation = {};
    QDateTime operationTime = {};
    bool operator==(const InstanceRow &) const = default;
};

[[nodiscard]] InstanceRow instanceRowFrom(const Arm::ComputeInstance &instance);

} // namespace Atelier::Client
