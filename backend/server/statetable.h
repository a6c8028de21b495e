// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backend/arm/states.h"

#include <optional>
#include <span>

namespace Atelier::Server {

/** What can happen to an instance: the first ones are asked for, the others are found out. */
enum class Event {
    CreateRequested,
    StartRequested,
    StopRequested,
    RestartRequested,
    DeleteRequested,
    Started,    ///< the node's SSH server listens
    Ended,      ///< no process of the node is left
    Failed,     ///< the operation that the state stands for came to nothing
    StopFailed, ///< it came to nothing, and the node still runs
};

struct Transition
{
    Arm::InstanceState from;
    Event event;
    Arm::InstanceState to;
};

/** Every change of state that there is; what is not in it is refused or has no effect. */
[[nodiscard]] std::span<const Transition> transitions();

/** Where @p event leads from @p state; nothing when the table has no such row. */
[[nodiscard]] std::optional<Arm::InstanceState> next(Arm::InstanceState state, Event event);

/** Whether the node's processes are, or may be, alive in @p state. */
[[nodiscard]] bool isUp(Arm::InstanceState state);

[[nodiscard]] Event requestOf(Arm::OperationName name);

} // namespace Atelier::Server
