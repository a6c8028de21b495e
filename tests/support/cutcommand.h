// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

namespace Atelier::Test {

/** Run on a node, ends the server's processes of every connection, as with a broken network; the
 * listener goes on. */
inline const QString cutCommand = QStringLiteral(
    "listener=$PPID;"
    " while [ \"$(cat /proc/$listener/comm)\" = sshd-session ]; do"
    " listener=$(sed -n 's/^PPid:[^0-9]*//p' /proc/$listener/status); done;"
    " children=$(pgrep -P $listener -x sshd-session);"
    " kill -9 $children $(for child in $children; do pgrep -P $child -x sshd-session; done)");

} // namespace Atelier::Test
