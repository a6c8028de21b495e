// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/compute/statetone.h"

namespace Atelier::Compute {

Ui::Tone toneOf(Arm::InstanceState state)
{
    if (Arm::isTransitional(state)) {
        return Ui::Tone::Changing;
    }
    switch (state) {
    case Arm::InstanceState::Running:
    case Arm::InstanceState::JobRunning:
        return Ui::Tone::Running;
    case Arm::InstanceState::CreateFailed:
    case Arm::InstanceState::Unusable:
        return Ui::Tone::Failed;
    case Arm::InstanceState::SetupFailed:
    case Arm::InstanceState::UserSetupFailed:
        // It runs, but something in it is missing.
        return Ui::Tone::Warning;
    default:
        return Ui::Tone::Stopped;
    }
}

} // namespace Atelier::Compute
