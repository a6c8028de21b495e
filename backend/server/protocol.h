// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace Atelier::Server {

/** Version of the border between studio and control plane; raised by what an older studio can't
 * read. */
inline constexpr int protocolVersion = 1;

} // namespace Atelier::Server
