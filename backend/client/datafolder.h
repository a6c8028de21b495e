// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backend/core/result.h"

#include <QString>

namespace Atelier::Client {

/** Makes the folder of a control plane and that of its logs, where they are missing; says why they
 * can't be written to. */
[[nodiscard]] Result<void> prepareDataFolder(const QString &dataFolder);

/** Where a control plane that does not start says why. */
[[nodiscard]] QString startLogOf(const QString &dataFolder);

/** The last line of @p file, without what could disturb a label. */
[[nodiscard]] QString lastSentence(const QString &file);

} // namespace Atelier::Client
