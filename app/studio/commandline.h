// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <QStringList>

#include <optional>

namespace Atelier::Studio {

/** What the studio was started with. */
struct Options
{
    QString dataFolder = {};   ///< empty: the usual one
    QString configFolder = {}; ///< empty: the usual one
    QString language = {};     ///< "en", "ja"; empty: the setting's
    QString colorScheme = {};  ///< "system", "light", "dark"; empty: the setting's
    QString tourFolder = {};   ///< empty: no tour
};

/** The options, or what to print and how to end. */
struct CommandLine
{
    std::optional<Options> options = {};
    QString output = {};
    int exitCode = 0;
};

/** Needs no QApplication, so that --help, --version and a second start need no display. */
[[nodiscard]] CommandLine parseCommandLine(const QStringList &arguments);

} // namespace Atelier::Studio
