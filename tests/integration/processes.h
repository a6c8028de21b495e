// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QList>

namespace Atelier::Test {

/** A line of /proc/PID/status; tabs stand between its values. */
[[nodiscard]] QByteArray statusOf(qint64 pid, const QByteArray &key);

/** The processes below @p ancestor in which the web engine shows pages. */
[[nodiscard]] QList<qint64> renderersOf(qint64 ancestor);

} // namespace Atelier::Test
