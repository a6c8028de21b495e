// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>

namespace Atelier::Node {

/** The process's file mode creation mask, read without changing it as umask(2) would: other threads
 *  may be making files. 022 where /proc doesn't tell. */
[[nodiscard]] std::uint32_t currentUmask();

} // namespace Atelier::Node
