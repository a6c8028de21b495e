// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backend/core/result.h"

namespace Atelier {

/**
 * Whether a keyring answers on the session's bus or would be started by it: the Secret Service
 * (GNOME Keyring, KeePassXC, KWallet 6) or KWallet's own interface. The error says in a sentence
 * what is missing. Blocks for at most some seconds; for a thread of the pool.
 */
[[nodiscard]] Result<void> findKeyring();

} // namespace Atelier
