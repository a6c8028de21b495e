// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <QStringList>

namespace Atelier::UserTools {

/** A program to start: its path, then its arguments, each as it is to arrive. */
using CommandLine = QStringList;

/** What decides which terminal program is taken; the defaults ask the desktop. */
struct TerminalSearch
{
    QString preferred = qEnvironmentVariable("TERMINAL"); ///< a name or path, arguments may follow
    QString desktop = qEnvironmentVariable("XDG_CURRENT_DESKTOP"); ///< "ubuntu:GNOME"
    QString desktopChoice = {}; ///< what the desktop's settings name, may be empty
    QStringList folders = {};   ///< where programs are looked for; empty: $PATH
};

/** The program that the desktop's own settings name (KDE's kdeglobals); empty when none is. */
[[nodiscard]] QString terminalOfTheDesktop();

/**
 * The command that opens a window of a terminal program with @p command running in it, titled
 * @p title; empty when no terminal program is found.
 *
 * The order: $TERMINAL, xdg-terminal-exec, the desktop's choice, the desktop's own program, any
 * other that is known, Debian's x-terminal-emulator. @p command arrives word by word: no shell
 * reads it. Of the programs that take one string only, it is the string that they split back.
 */
[[nodiscard]] CommandLine terminalCommand(const QString &title,
                                          const CommandLine &command,
                                          const TerminalSearch &search);

/**
 * @p command so that a window names @p title, and stays open to be read when ssh could not connect
 * (its exit status is 255 then, ssh(1)). @p hint is shown in that case.
 */
[[nodiscard]] CommandLine inWindow(const QString &title,
                                   const CommandLine &command,
                                   const QString &hint);

} // namespace Atelier::UserTools
