// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backend/core/error.h"

#include <optional>

namespace Atelier::Notebook {

/**
 * Why the web engine can't keep pages in its sandbox here; nothing when it can. Asked before the
 * first call into it, because the engine ends the whole program instead of saying so, and without
 * its sandbox it is not used.
 */
[[nodiscard]] std::optional<Error> sandboxProblem();

} // namespace Atelier::Notebook
