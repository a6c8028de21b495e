// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backend/arm/states.h"
#include "widgets/common/theme.h"

namespace Atelier::Compute {

/** Green running, red failed, grey stopped, blue while it changes. */
[[nodiscard]] Ui::Tone toneOf(Arm::InstanceState state);

} // namespace Atelier::Compute
