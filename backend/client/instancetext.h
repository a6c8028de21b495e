// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backend/arm/computeinstance.h"
#include "backend/arm/vmsize.h"

#include <QString>

/** The words that people read for what a resource says; the same in tables, panes and messages. */
namespace Atelier::Client {

/** "Running", "Setting up". A state that this version does not know reads "Unknown". */
[[nodiscard]] QString stateText(Arm::InstanceState state);

/** "Start", "Create". */
[[nodiscard]] QString operationText(Arm::OperationName name);

/** What set an operation off, in few words: "by schedule". Empty for a person, and for what this
 * version does not know. */
[[nodiscard]] QString triggerText(const QString &trigger);

/** "Start · by you", "Create · failed", "Stop · idle". */
[[nodiscard]] QString operationText(const Arm::LastOperation &operation);

/** "4 cores · 8 GiB"; with graphics processors "4 cores · 8 GiB · 1 GPU". */
[[nodiscard]] QString sizeText(const Arm::VmSize &size);

/** The same for a size's name; a name that is not one of this computer's sizes stays as it is. */
[[nodiscard]] QString sizeText(const QString &vmSize);

/** "127.0.0.1:40022"; IPv6 in brackets; empty while there is no port. */
[[nodiscard]] QString sshAddress(const Arm::ComputeInstance &instance);

/** Why @p state does not allow @p action, in one sentence; empty when it does. */
[[nodiscard]] QString whyNot(Arm::InstanceState state, Arm::InstanceAction action);

} // namespace Atelier::Client
