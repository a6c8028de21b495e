// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backend/core/error.h"

namespace Atelier::Ssh {

/** What carries a transport that has no socket of its own; lives as long as the transport. */
class Carrier
{
public:
    Carrier() = default;
    Carrier(const Carrier &) = delete;
    Carrier &operator=(const Carrier &) = delete;
    virtual ~Carrier() = default;

    /** @p error, which ended the transport, or the carrier's own fault when that was the cause. */
    [[nodiscard]] virtual Error explain(const Error &error) const = 0;
};

} // namespace Atelier::Ssh
