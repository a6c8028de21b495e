// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backend/node/protocol/outcome.h"

#include <string_view>

namespace Atelier::Node {

/** Whether this very program has the SHA-256 @p digest (64 hexadecimal digits); Changed: it hasn't,
 *  a copy was spoilt on its way or on the disk. */
[[nodiscard]] Outcome<void> verifyOwnCopy(std::string_view digest);

/** Makes this program's file durable. */
[[nodiscard]] Outcome<void> syncOwnCopy();

/** Notes that this copy is in use, and removes those beside it, named after their digests, that
 *  nobody has used for thirty days. Does nothing when the program doesn't lie in such a folder;
 *  what fails is left for the next time. */
void tidyCopies();

} // namespace Atelier::Node
