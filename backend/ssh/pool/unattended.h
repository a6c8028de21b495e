// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backend/ssh/destination.h"

namespace Atelier::Ssh {

/** @p destination for a connection that no person knows of: what was asked and right before is
 * used, nobody is asked anything new. Such a login gives up where it would have to. */
[[nodiscard]] Destination unattended(Destination destination);

} // namespace Atelier::Ssh
