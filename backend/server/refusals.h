// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backend/arm/computeinstance.h"
#include "backend/core/error.h"

namespace Atelier::Server {

/** 409 for an operation that the state table does not allow: Azure's code, and why in a sentence.
 */
[[nodiscard]] Error refused(const Arm::ComputeInstance &instance, Arm::OperationName operation);

/** 409 for a change of folders or size while the instance is not stopped. */
[[nodiscard]] Error changeRefused(const Arm::ComputeInstance &instance, const QString &target);

/** 404 for a name that no instance has. */
[[nodiscard]] Error noSuchInstance(const QString &name);

/** "it is running now": the second half of a refusal. */
[[nodiscard]] QString stateClause(Arm::InstanceState state);

} // namespace Atelier::Server
