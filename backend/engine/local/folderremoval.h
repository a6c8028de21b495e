// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backend/core/result.h"

#include <QString>

namespace Atelier::Engine {

/** Removes a folder with everything in it, also what is read-only or lies deeper than a path can
 * say. Follows no link. No error when there is none. Blocks. */
[[nodiscard]] Result<void> removeFolder(const QString &path);

} // namespace Atelier::Engine
