// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

namespace Atelier::Ssh {

/** The home folder that OpenSSH means by "~": the one of the user database, whatever $HOME says. */
[[nodiscard]] QString userHome();

} // namespace Atelier::Ssh
