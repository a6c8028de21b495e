// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backend/arm/computeinstance.h"
#include "backend/core/result.h"

#include <QJsonObject>

namespace Atelier::Server {

/** What the difference between an instance and a PUT of it asks for. */
enum class Update {
    None,         ///< an equal body: no new operation
    Anytime,      ///< description, tags, and what only the client understands
    Keys,         ///< the user's own SSH logins: also while it runs
    WhileStopped, ///< size, folders
};

/** Reads the body of a PUT at @p name: what a client can't set is dropped, wrong types are named.
 */
[[nodiscard]] Result<Arm::ComputeInstance> requestedFrom(const QString &name,
                                                         const QJsonObject &body);

/** @p stored with all that @p requested may set. */
[[nodiscard]] Arm::ComputeInstance merged(const Arm::ComputeInstance &stored,
                                          const Arm::ComputeInstance &requested);

/** Gives back what @p changed set over @p before and nothing has changed since; what a start or a
 * stop found out meanwhile stays. */
void takeBack(Arm::ComputeInstance *instance,
              const Arm::ComputeInstance &changed,
              const Arm::ComputeInstance &before);

[[nodiscard]] Update updateBetween(const Arm::ComputeInstance &stored,
                                   const Arm::ComputeInstance &changed);

} // namespace Atelier::Server
