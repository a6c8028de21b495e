// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

#include <optional>

namespace Atelier {

/** Who listens on a port of this computer. */
struct PortHolder
{
    bool isOurs = false;    ///< this very process
    bool isForeign = false; ///< a program of another user
    qint64 pid = 0;         ///< 0 where it can't be seen
    QString name = {};      ///< as /proc/PID/comm says, e.g. "jupyter-lab"; empty where it can't
};

/** The program that takes loopback connections to @p port; nothing when nobody listens. */
[[nodiscard]] std::optional<PortHolder> portHolder(quint16 port);

} // namespace Atelier
