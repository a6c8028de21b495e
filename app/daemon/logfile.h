// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backend/core/result.h"

#include <QString>

namespace Atelier::Daemon {

/** Sends what is logged to DIR/log/control-plane.log, with the time. A file ends
 * at 1 MiB; the two before it are kept. Warnings and worse also go to stderr. */
[[nodiscard]] Result<void> startLog(const QString &folder);

/** Whether what is logged goes there already. */
[[nodiscard]] bool isLogging();

} // namespace Atelier::Daemon
