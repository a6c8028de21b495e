// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

namespace Atelier::Connections {

/** @p text of a server or file on one line, without control characters and of at most @p longest
 * characters. */
[[nodiscard]] QString serverLine(const QString &text, qsizetype longest = 300);
/** The same of some lines; empty ones at both ends are left out. */
[[nodiscard]] QString serverText(const QString &text);
/** "host:port"; the port only when it is not 22, brackets around an IPv6 address that has one. */
[[nodiscard]] QString placeText(const QString &host, quint16 port);

} // namespace Atelier::Connections
