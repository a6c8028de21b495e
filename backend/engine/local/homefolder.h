// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backend/arm/extensions.h"

#include <QString>

namespace Atelier::Engine {

/** What deleting @p home would lose; see Arm::HomeSummary for the limits. Blocks. */
[[nodiscard]] Arm::HomeSummary summarize(const QString &home);

} // namespace Atelier::Engine
