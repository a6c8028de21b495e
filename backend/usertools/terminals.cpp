// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/usertools/terminals.h"

#include "backend/client/sshcommands.h"

#include <QFileInfo>
#include <QProcess>
#include <QSettings>
#include <QStandardPaths>

#include <algorithm>
#include <array>
#include <vector>

namespace Atelier::UserTools {

namespace {

using namespace Qt::StringLiterals;

/** How a program takes the command to run. */
enum class Taking {
    Words,     ///< all that follows
    OneString, ///< one argument, split as a shell would
};

/** One program's manual page in short. %1 in an argument is the title. */
struct Terminal
{
    const char *name;
    const char *desktop;                ///< whose own it is; may be empty
    std::array<const char *, 4> before; ///< the arguments before the command, up to a null
    Taking taking = Taking::Words;
};

constexpr std::array terminals{
    Terminal{.name = "konsole", .desktop = "KDE", .before = {"-p", "tabtitle=%1", "-e"}},
    Terminal{.name = "ptyxis", .desktop = "GNOME", .before = {"--new-window", "--title=%1", "--"}},
    Terminal{.name = "kgx", .desktop = "GNOME", .before = {"--title=%1", "--"}},
    Terminal{.name = "gnome-terminal", .desktop = "GNOME", .before = {"--title=%1", "--"}},
    Terminal{.name = "xfce4-terminal", .desktop = "XFCE", .before = {"--title=%1", "-x"}},
    Terminal{.name = "mate-terminal", .desktop = "MATE", .before = {"--title=%1", "-x"}},
    Terminal{.name = "lxterminal",
             .desktop = "LXDE",
             .before = {"--title=%1", "-e"},
             .taking = Taking::OneString},
    Terminal{.name = "qterminal", .desktop = "LXQt", .before = {"-e"}},
    Terminal{.name = "cosmic-term", .desktop = "COSMIC", .before = {"--"}},
    Terminal{.name = "alacritty", .desktop = "", .before = {"--title", "%1", "-e"}},
    Terminal{.name = "kitty", .desktop = "", .before = {"--title", "%1"}},
    Terminal{.name = "foot", .desktop = "", .before = {"--title=%1"}},
    Terminal{.name = "wezterm", .desktop = "", .before = {"start", "--"}},
    Terminal{.name = "ghostty", .desktop = "", .before = {"--title=%1", "-e"}},
    Terminal{.name = "tilix",
             .desktop = "",
             .before = {"--title=%1", "-e"},
             .taking = Taking::OneString},
    Terminal{.name = "terminator", .desktop = "", .before = {"-T", "%1", "-x"}},
    Terminal{.name = "xterm", .desktop = "", .before = {"-T", "%1", "-e"}},
    Terminal{.name = "urxvt", .desktop = "", .before = {"-title", "%1", "-e"}},
    // Debian's policy, 11.8.3: it takes -T and -e as xterm does.
    Terminal{.name = "x-terminal-emulator", .desktop = "", .before = {"-T", "%1", "-e"}},
};
/** A program that nobody knows here: what most take. */
constexpr Terminal unknown{.name = "", .desktop = "", .before = {"-e"}};
/** The desktops' common way to ask; what it takes as a title differs between its versions. */
constexpr Terminal common{.name = "xdg-terminal-exec", .desktop = "", .before = {}};

QString pathOf(const QString &name, const TerminalSearch &search)
{
    return QStandardPaths::findExecutable(name, search.folders);
}

const Terminal &formOf(const QString &program)
{
    const QString name = QFileInfo(program).fileName();
    if (name == QLatin1StringView(common.name)) {
        return common;
    }
    const auto *const found = std::ranges::find_if(terminals, [&name](const Terminal &terminal) {
        return name == QLatin1StringView(terminal.name);
    });
    return found != terminals.end() ? *found : unknown;
}

CommandLine lineFor(const CommandLine &program,
                    const Terminal &form,
                    const QString &title,
                    const CommandLine &command)
{
    CommandLine line = program;
    for (const char *argument : form.before) {
        if (argument != nullptr) {
            QString text = QString::fromLatin1(argument);
            line.append(text.replace("%1"_L1, title));
        }
    }
    if (form.taking == Taking::Words) {
        return line + command;
    }
    QStringList words;
    for (const QString &word : command) {
        words.append(Client::shellWord(word));
    }
    return line << words.join(u' ');
}

/** $TERMINAL: a program, or one with arguments of its own. */
CommandLine preferredProgram(const TerminalSearch &search)
{
    if (search.preferred.isEmpty()) {
        return {};
    }
    if (const QString whole = pathOf(search.preferred, search); !whole.isEmpty()) {
        return {whole};
    }
    CommandLine words = QProcess::splitCommand(search.preferred);
    if (words.isEmpty()) {
        return {};
    }
    words.first() = pathOf(words.constFirst(), search);
    return words.constFirst().isEmpty() ? CommandLine() : words;
}

/** Every name to look for, best first. */
QStringList candidates(const TerminalSearch &search)
{
    QStringList names{QLatin1StringView(common.name)};
    if (!search.desktopChoice.isEmpty()) {
        names.append(search.desktopChoice);
    }
    const QStringList desktops = search.desktop.split(u':', Qt::SkipEmptyParts);
    for (const Terminal &terminal : terminals) {
        if (desktops.contains(QLatin1StringView(terminal.desktop), Qt::CaseInsensitive)) {
            names.append(QString::fromLatin1(terminal.name));
        }
    }
    for (const Terminal &terminal : terminals) {
        names.append(QString::fromLatin1(terminal.name));
    }
    return names;
}

} // namespace

QString terminalOfTheDesktop()
{
    const QString file = QStandardPaths::locate(QStandardPaths::GenericConfigLocation,
                                                u"kdeglobals"_s);
    if (file.isEmpty()) {
        return {};
    }
    const QSettings settings(file, QSettings::IniFormat);
    return settings.value(u"General/TerminalApplication"_s).toString();
}

CommandLine terminalCommand(const QString &title,
                            const CommandLine &command,
                            const TerminalSearch &search)
{
    if (const CommandLine program = preferredProgram(search); !program.isEmpty()) {
        return lineFor(program, formOf(program.constFirst()), title, command);
    }
    for (const QString &name : candidates(search)) {
        if (const QString path = pathOf(name, search); !path.isEmpty()) {
            return lineFor({path}, formOf(name), title, command);
        }
    }
    return {};
}

CommandLine inWindow(const QString &title, const CommandLine &command, const QString &hint)
{
    // The words come as parameters: nothing of them is read as a script.
    static const QString script =
        uR"(printf '\033]0;%s\007' "$1"; hint=$2; shift 2; "$@"; )"
        uR"(if [ $? -eq 255 ]; then printf '\n%s\n' "$hint"; read -r answer; fi; exit 0)"_s;
    return CommandLine{u"/bin/sh"_s, u"-c"_s, script, u"sh"_s, title, hint} + command;
}

} // namespace Atelier::UserTools
