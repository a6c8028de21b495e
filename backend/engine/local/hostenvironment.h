// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QMap>
#include <QString>
#include <QStringList>

namespace Atelier::Engine {

using Variables = QMap<QString, QString>;

/** What of this user's settings reaches a node. */
struct HostEnvironment
{
    Variables variables = {};  ///< proxies, certificates, pip, uv, language
    QByteArray pipConfig = {}; ///< all files that pip reads here, in one
    QByteArray uvConfig = {};
    QStringList neededPaths =
        {}; ///< files and folders that these settings name and that exist here
};

/** Reads it anew each time, so that a change is seen at the next start. */
[[nodiscard]] HostEnvironment hostEnvironment();

/** This user's name where it is fit as a login name inside, else "atelier". */
[[nodiscard]] QString userNameInside();
/** The name under which this program's processes run, as the system's user database says. */
[[nodiscard]] QString userNameOutside();

} // namespace Atelier::Engine
