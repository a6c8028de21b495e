// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace Atelier::Shim {

/** The version of spec.json, record.json and end.json, see noderecord.h of the engine. Tests build
 * an older one. */
extern const int protocolVersion;

} // namespace Atelier::Shim
