// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/server/statetable.h"

#include <algorithm>
#include <array>

namespace Atelier::Server {

namespace {

using enum Event;
using State = Arm::InstanceState;

constexpr std::array table{
    Transition{.from = State::Creating, .event = Started, .to = State::Running},
    Transition{.from = State::Creating, .event = Failed, .to = State::CreateFailed},
    Transition{.from = State::Creating, .event = DeleteRequested, .to = State::Deleting},

    Transition{.from = State::CreateFailed, .event = CreateRequested, .to = State::Creating},
    Transition{.from = State::CreateFailed, .event = DeleteRequested, .to = State::Deleting},

    Transition{.from = State::Running, .event = StopRequested, .to = State::Stopping},
    Transition{.from = State::Running, .event = RestartRequested, .to = State::Restarting},
    Transition{.from = State::Running, .event = DeleteRequested, .to = State::Deleting},
    Transition{.from = State::Running, .event = Ended, .to = State::Stopped},

    Transition{.from = State::Stopping, .event = Ended, .to = State::Stopped},
    Transition{.from = State::Stopping, .event = StopFailed, .to = State::Running},
    Transition{.from = State::Stopping, .event = Failed, .to = State::Stopped},
    Transition{.from = State::Stopping, .event = DeleteRequested, .to = State::Deleting},

    Transition{.from = State::Stopped, .event = StartRequested, .to = State::Starting},
    Transition{.from = State::Stopped, .event = DeleteRequested, .to = State::Deleting},

    Transition{.from = State::Starting, .event = Started, .to = State::Running},
    Transition{.from = State::Starting, .event = Failed, .to = State::Stopped},
    Transition{.from = State::Starting, .event = DeleteRequested, .to = State::Deleting},

    Transition{.from = State::Restarting, .event = Started, .to = State::Running},
    Transition{.from = State::Restarting, .event = Failed, .to = State::Stopped},
    Transition{.from = State::Restarting, .event = StopFailed, .to = State::Running},
    Transition{.from = State::Restarting, .event = DeleteRequested, .to = State::Deleting},

    // A deletion that failed may have removed part of the home; it is tried again, or started anew.
    Transition{.from = State::Deleting, .event = Failed, .to = State::Unusable},
    Transition{.from = State::Deleting, .event = StopFailed, .to = State::Unusable},
    Transition{.from = State::Unusable, .event = RestartRequested, .to = State::Restarting},
    Transition{.from = State::Unusable, .event = DeleteRequested, .to = State::Deleting},
};

} // namespace

std::span<const Transition> transitions()
{
    return table;
}

std::optional<Arm::InstanceState> next(Arm::InstanceState state, Event event)
{
    const auto row = std::ranges::find_if(table, [state, event](const Transition &entry) {
        return entry.from == state && entry.event == event;
    });
    return row == table.end() ? std::nullopt : std::optional(row->to);
}

bool isUp(Arm::InstanceState state)
{
    return state == State::Running || state == State::Stopping || state == State::Restarting;
}

Event requestOf(Arm::OperationName name)
{
    switch (name) {
    case Arm::OperationName::Create:
        return CreateRequested;
    case Arm::OperationName::Stop:
        return StopRequested;
    case Arm::OperationName::Restart:
        return RestartRequested;
    case Arm::OperationName::Delete:
        return DeleteRequested;
    default:
        return StartRequested;
    }
}

} // namespace Atelier::Server
