// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/shim/protocol.h"

namespace Atelier::Shim {

const int protocolVersion = 2;

} // namespace Atelier::Shim
