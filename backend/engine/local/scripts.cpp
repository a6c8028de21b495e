// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/engine/local/scripts.h"

#include <QCoreApplication>
#include <QJsonArray>
#include <QJsonDocument>

namespace Atelier::Engine::Scripts {

namespace {

constexpr auto startText = R"txt(#!/bin/sh
( ( exec nice -n 10 /bin/sh @setup@ ) & ) </dev/null 2>&1
exec @sshd@ -D -e -f @config@ -p "$1" >/dev/null
)txt";

constexpr auto setupText = R"txt(#!/bin/sh
if ! command -v @python@ >/dev/null; then
    printf '%s\n' @missing@
    exit 1
fi
@python@ -I -B @script@
status=$?
# 3: the script has said itself what went wrong.
[ "$status" -eq 0 ] || [ "$status" -eq 3 ] || printf '%s (%s)\n' @failed@ "$status"
)txt";

constexpr auto setupPythonText = R"txt(import importlib.util
import json
import os
import pathlib
import sys
import time
import venv

HOME = pathlib.Path(os.environ["HOME"])
TARGET = pathlib.Path(os.environ["VIRTUAL_ENV"])
PIP = """#!/bin/sh
exec "$(dirname -- "$(readlink -f -- "$0")")/python" -m pip "$@"
"""


def say(text):
    print(time.strftime("%Y-%m-%d %H:%M:%S") + "  " + text, flush=True)


def has(module):
    return importlib.util.find_spec(module) is not None


def make_environment():
    unfinished = TARGET / ".unfinished"
    if (TARGET / "bin" / "python").exists() and not unfinished.exists():
        say(@environmentThere@)
        return
    say(@environmentMaking@)
    begin = time.monotonic()
    TARGET.mkdir(parents=True, exist_ok=True)
    unfinished.touch()
    own_pip = has("pip")
    try:
        venv.EnvBuilder(system_site_packages=True, symlinks=True, with_pip=not own_pip).create(TARGET)
    except Exception:
        if own_pip:
            raise
        raise RuntimeError(@pipMissing@) from None
    if own_pip:
        for name in ("pip", "pip3"):
            script = TARGET / "bin" / name
            script.write_text(PIP)
            script.chmod(0o755)
    unfinished.unlink()
    version = "%d.%d.%d" % sys.version_info[:3]
    say(@environmentMade@.replace("%1", version).replace("%2", "%.1f" % (time.monotonic() - begin)))


def register_kernel():
    file = HOME / ".local/share/jupyter/kernels/python3/kernel.json"
    try:
        if os.access(json.loads(file.read_text())["argv"][0], os.X_OK):
            return
    except (OSError, ValueError, LookupError, TypeError):
        pass
    file.parent.mkdir(parents=True, exist_ok=True)
    command = [str(TARGET / "bin" / "python"), "-m", "ipykernel_launcher", "-f", "{connection_file}"]
    file.write_text(json.dumps({"argv": command, "display_name": "Python 3", "language": "python",
                                "metadata": {"debugger": True}}, indent=1))
    say(@kernelMade@)
    if not has("ipykernel"):
        say(@kernelMissing@)


try:
    make_environment()
    register_kernel()
except Exception as error:
    print("Failed: " + str(error), flush=True)
    sys.exit(3)
print("Ready.", flush=True)
)txt";

constexpr auto enterText = R"txt(#!/bin/sh
cd "$HOME" || exit 1
shell=/bin/bash
[ -x "$shell" ] || shell=/bin/sh
[ -n "$SSH_ORIGINAL_COMMAND" ] || exec "$shell" -l
exec "$shell" -c "$SSH_ORIGINAL_COMMAND"
)txt";

constexpr auto bashrcText = R"txt(# ~/.bashrc: read by interactive shells.
case $- in *i*) ;; *) return ;; esac
HISTCONTROL=ignoreboth
HISTSIZE=10000
HISTFILESIZE=20000
shopt -s histappend checkwinsize
PS1='\u@\h:\w\$ '
alias ls='ls --color=auto'
alias grep='grep --color=auto'
alias ll='ls -l'
)txt";

constexpr auto profileText = R"txt(# ~/.profile: read by login shells.
# Where the system's profile has set PATH anew, the environment comes first again.
case ":$PATH:" in
    *":$VIRTUAL_ENV/bin:"*) ;;
    *) [ -z "$VIRTUAL_ENV" ] || PATH="$VIRTUAL_ENV/bin:$HOME/.local/bin:${ATELIER_BIN:+$ATELIER_BIN:}$PATH" ;;
esac
if [ -n "$BASH_VERSION" ] && [ -f "$HOME/.bashrc" ]; then
    . "$HOME/.bashrc"
fi
)txt";

/** A string literal of JSON is one of Python, too. */
QByteArray pythonQuoted(const QString &text)
{
    const QByteArray array = QJsonDocument(QJsonArray{text}).toJson(QJsonDocument::Compact);
    return array.mid(1, array.size() - 2);
}

QByteArray inInstance(const NodeLayout &layout, const char *name)
{
    return shellQuoted(layout.instance + QLatin1Char('/') + QLatin1String(name));
}

} // namespace

QByteArray shellQuoted(const QString &text)
{
    return '\'' + text.toUtf8().replace("'", "'\\''") + '\'';
}

QByteArray start(const NodeLayout &layout, const QString &sshd)
{
    return QByteArray(startText)
        .replace("@setup@", inInstance(layout, "setup"))
        .replace("@sshd@", shellQuoted(sshd))
        .replace("@config@", inInstance(layout, "sshd_config"));
}

QByteArray setup(const NodeLayout &layout, const QString &python)
{
    const QString missing = QCoreApplication::translate(
        "Atelier::Engine",
        "Python is missing on this computer. Install the package python3, then restart the "
        "instance.");
    return QByteArray(setupText)
        .replace("@python@", shellQuoted(python))
        .replace("@script@", inInstance(layout, "setup.py"))
        .replace("@missing@", shellQuoted(QStringLiteral("Failed: ") + missing))
        .replace("@failed@",
                 shellQuoted(QStringLiteral("Failed: ")
                             + QCoreApplication::translate(
                                 "Atelier::Engine", "Python ended while it set up the instance.")));
}

QByteArray setupPython()
{
    return QByteArray(setupPythonText)
        .replace("@environmentThere@",
                 pythonQuoted(QCoreApplication::translate(
                     "Atelier::Engine", "The Python environment ~/.venv is there.")))
        .replace("@environmentMaking@",
                 pythonQuoted(QCoreApplication::translate(
                     "Atelier::Engine", "Making the Python environment ~/.venv.")))
        .replace("@environmentMade@",
                 pythonQuoted(QCoreApplication::translate(
                     "Atelier::Engine", "Python %1 is ready in ~/.venv after %2 s.")))
        .replace("@pipMissing@",
                 pythonQuoted(QCoreApplication::translate(
                     "Atelier::Engine",
                     "pip is missing on this computer. Install the package python3-pip, "
                     "then restart the instance.")))
        .replace("@kernelMade@",
                 pythonQuoted(QCoreApplication::translate(
                     "Atelier::Engine", "The environment is the notebooks' kernel “Python 3”.")))
        .replace("@kernelMissing@",
                 pythonQuoted(QCoreApplication::translate(
                     "Atelier::Engine", "Notebooks need ipykernel: run “pip install ipykernel”.")));
}

QByteArray sudo()
{
    const QString sentence = QCoreApplication::translate(
        "Atelier::Engine",
        "There is no sudo in an instance: use “pip install” for Python packages; "
        "the programs of the system are this computer's, install them there.");
    return "#!/bin/sh\nprintf '%s\\n' " + shellQuoted(sentence) + " >&2\nexit 1\n";
}

QByteArray enter()
{
    return enterText;
}

QByteArray bashrc()
{
    return bashrcText;
}

QByteArray profile()
{
    return profileText;
}

} // namespace Atelier::Engine::Scripts
