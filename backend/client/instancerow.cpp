// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/client/instancerow.h"

#include "backend/arm/vmsize.h"
#include "backend/client/instancetext.h"

namespace Atelier::Client {

InstanceRow instanceRowFrom(const Arm::ComputeInstance &instance)
{
    const auto size = Arm::localSizeFrom(instance.vmSize);
    InstanceRow row{.name = instance.name,
                    .state = instance.state,
                    .since = instance.local.stateSince,
                    .reason = instance.errors.isEmpty() ? instance.local.stateReason
                                                        : instance.errors.constFirst(),
                    .size = sizeText(instance.vmSize),
                    .sizeKey = size ? size->cores + (size->memoryGiB / 1e6) : 0,
                    .ssh = sshAddress(instance),
                    .created = instance.createdOn};
    if (instance.lastOperation) {
        row.operation = operationText(*instance.lastOperation);
        row.operationTime = instance.lastOperation->time;
    }
    return row;
}

} // namespace Atelier::Client
