// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backend/arm/computeinstance.h"

#include <QString>

/** What the details pane says about the parts of a resource; plain text. */
namespace Atelier::Compute {

/** "Cores are limited to 4. Memory is not limited." */
[[nodiscard]] QString limitsText(const Arm::ComputeInstance &instance);
[[nodiscard]] QString isolationText(const Arm::ComputeInstance &instance);
/** One folder a line: "/data → /home/ada/data (read-only)". */
[[nodiscard]] QString foldersText(const Arm::ComputeInstance &instance);
/** Who may log in beside the studio. */
[[nodiscard]] QString loginsText(const Arm::ComputeInstance &instance);
/** "Start · by you, 12:04". */
[[nodiscard]] QString lastOperationText(const Arm::ComputeInstance &instance);
[[nodiscard]] QString createdText(const Arm::ComputeInstance &instance);
/** "project = vision", one a line. */
[[nodiscard]] QString tagsText(const Arm::ComputeInstance &instance);
/** Why it is in its state: the errors, else the reason. */
[[nodiscard]] QString reasonText(const Arm::ComputeInstance &instance);
/** The private key whose public half may log in to @p instance, when it is in ~/.ssh; else empty.
 */
[[nodiscard]] QString ownKeyFile(const Arm::ComputeInstance &instance);

} // namespace Atelier::Compute
