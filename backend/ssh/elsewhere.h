// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backend/ssh/destination.h"

namespace Atelier::Ssh {

/** Whether a connection to @p one is none to @p other: another server, or as somebody else. */
[[nodiscard]] inline bool isElsewhere(const Destination &one, const Destination &other)
{
    return one.host != other.host || one.port != other.port || one.hostKeys != other.hostKeys
           || one.user != other.user;
}

} // namespace Atelier::Ssh
