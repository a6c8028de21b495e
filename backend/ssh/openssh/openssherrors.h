// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backend/core/error.h"
#include "backend/ssh/destination.h"

#include <QString>

namespace Atelier::Ssh {

/** Why ssh(1) ended, by its own words @p said. @p wasReady: after the login. */
[[nodiscard]] Error openSshError(const Destination &destination,
                                 const QString &said,
                                 bool wasReady);

/** The server did not open the way to @p target in time. */
[[nodiscard]] Error openSshLateError(const QString &target);

/** The program itself could not be started. */
[[nodiscard]] Error openSshMissingError(const QString &program, const QString &detail);

} // namespace Atelier::Ssh
