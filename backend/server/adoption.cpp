// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/server/adoption.h"

namespace Atelier::Server {

namespace {

using State = Arm::InstanceState;
using Name = Arm::OperationName;

} // namespace

AdoptionStep adoptionOf(State state, bool found)
{
    switch (state) {
    case State::Creating:
        return found ? AdoptionStep{.event = Event::Started} : AdoptionStep{.resume = Name::Create};
    case State::Starting:
        return found ? AdoptionStep{.event = Event::Started} : AdoptionStep{.resume = Name::Start};
    case State::Restarting:
        return {.resume = Name::Restart};
    case State::Stopping:
        return found ? AdoptionStep{.resume = Name::Stop} : AdoptionStep{.event = Event::Ended};
    case State::Deleting:
        return {.resume = Name::Delete};
    case State::Running:
        return found ? AdoptionStep{} : AdoptionStep{.event = Event::Ended};
    default:
        // A node that runs although its row says that it must not is brought to its end.
        return found ? AdoptionStep{.resume = Name::Stop} : AdoptionStep{};
    }
}

} // namespace Atelier::Server
