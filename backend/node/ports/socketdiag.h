// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backend/node/ports/listeners.h"

#include <optional>
#include <vector>

namespace Atelier::Node {

/**
 * Asks the kernel for the listening TCP sockets of one family, see sock_diag(7): it looks at these
 * alone, where /proc/net/tcp goes through every connection of the machine. Nothing: it can't be
 * asked here, as in some containers.
 */
[[nodiscard]] std::optional<std::vector<ListeningSocket>> askForListeners(bool isV6);

} // namespace Atelier::Node
