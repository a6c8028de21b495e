// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backend/arm/computeinstance.h"
#include "backend/core/result.h"

namespace Atelier::Server {

/** The dialect's own rules of an instance, beside those of this computer in validation.h: tags, the
 * time until an idle instance is stopped, and what only other types have. Each names in
 * Error::target the field that broke its rule. */
[[nodiscard]] Result<void> checkResource(const Arm::ComputeInstance &instance);

/** The type named in the body of a PUT is one that can be made here. */
[[nodiscard]] Result<void> checkComputeType(const QString &type);

} // namespace Atelier::Server
