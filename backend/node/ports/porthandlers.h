// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backend/node/server/handlertable.h"

namespace Atelier::Node {

/**
 *   ports.list  {}                  -> an item a port, then {"count"}
 *   ports.watch {"intervalMs"?}     -> items until it is cancelled: {"appeared":PORT},
 * {"gone":6006}; those that are there come first, then {"ready":true}. A look each two seconds;
 *               allowed are 500 ms to a minute.
 * PORT: {"port","address","pid","program","label","command"}
 */
void addPortHandlers(HandlerTable *table);

} // namespace Atelier::Node
