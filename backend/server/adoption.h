// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backend/arm/states.h"
#include "backend/server/statetable.h"

#include <optional>

namespace Atelier::Server {

/** What a start of the control plane does with one row. */
struct AdoptionStep
{
    std::optional<Event> event = {};               ///< applied at once
    std::optional<Arm::OperationName> resume = {}; ///< carried out afterwards
    bool operator==(const AdoptionStep &) const = default;
};

/** @p found: its node runs. */
[[nodiscard]] AdoptionStep adoptionOf(Arm::InstanceState state, bool found);

} // namespace Atelier::Server
