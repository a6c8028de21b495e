// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "widgets/common/messagebox.h"
#include "widgets/compute/runningkernels.h"

namespace Atelier::Compute {

/** "Stop ada-box? 2 kernels end: …": which kernels end when @p instances are stopped or restarted;
 * says so when not all of them are known. */
[[nodiscard]] Ui::Question kernelQuestion(const QStringList &instances,
                                          bool restart,
                                          const QList<RunningKernel> &kernels,
                                          bool complete = true);

/** "ada-box", "ada-box and grace-box", "5 instances". */
[[nodiscard]] QString instanceList(const QStringList &names);

} // namespace Atelier::Compute
