// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

namespace Atelier::Daemon {

/** This user's control planes, the keepers of instances, and all that they have started: a line a
 *  process. Of what runs inside an instance only the program's name is told. */
[[nodiscard]] QString processList();

} // namespace Atelier::Daemon
