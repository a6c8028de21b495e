// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/notebook/serverscripts.h"

#include <QCoreApplication>
#include <QJsonDocument>

namespace Atelier::Notebook {

namespace {

// Shared by all scripts. "found" prints the socket, the log file and the server's runtime file,
// which holds the token. A runtime file counts when it names our socket, the socket exists and the
// process lives.
constexpr const char *prelude = R"sh(
set -u
umask 077
run=${XDG_RUNTIME_DIR:-$HOME/.local/state/atelier}
sock=$run/jupyter.sock
log=${XDG_STATE_HOME:-$HOME/.local/state}/atelier/jupyter.log
runtime=${JUPYTER_RUNTIME_DIR:-${JUPYTER_DATA_DIR:-${XDG_DATA_HOME:-$HOME/.local/share}/jupyter}/runtime}
names_our_socket() {
    [ -f "$1" ] && grep -qF "\"sock\": \"$sock\"" "$1"
}
found() {
    [ -S "$sock" ] || return 1
    for info in "$runtime"/jpserver-*.json; do
        names_our_socket "$info" || continue
        pid=$(sed -n 's/^ *"pid": *\([0-9][0-9]*\).*/\1/p' "$info")
        [ -n "$pid" ] && [ "$pid" != "$ignored" ] && kill -0 "$pid" 2>/dev/null || continue
        printf '%s\n%s\n' "$sock" "$log"
        cat "$info"
        return 0
    done
    return 1
}
# A server that was killed cannot end its kernels, and no other server takes them over. What a kernel
# itself started in the background is left alone.
end_orphans() {
    old=$(cat "$run/jupyter.pid" 2>/dev/null || echo 0)
    [ "${old:-0}" -gt 1 ] && ! kill -0 "$old" 2>/dev/null || return 0
    grep -lsxz "JPY_PARENT_PID=$old" /proc/[0-9]*/environ 2>/dev/null | while IFS=/ read -r _ _ orphan _; do
        tr '\0' ' ' 2>/dev/null <"/proc/$orphan/cmdline" | grep -q 'kernel-[^ ]*\.json' && kill -9 "$orphan" 2>/dev/null
    done
    return 0
}
)sh";

constexpr const char *findBody = R"sh(
found || exit 64
)sh";

// The lock is held until the server is ready or dead, by a watcher that outlives this
// script, so that a second studio waits for this server instead of starting its own.
constexpr const char *startBody = R"sh(
mkdir -p "$run" "${log%/*}"
exec 9>"$run/jupyter.lock"
flock -w 60 9 || exit 66
found >/dev/null && exit 0
command -v jupyter-lab >/dev/null 2>&1 || exit 65
end_orphans
for info in "$runtime"/jpserver-*.json; do
    if names_our_socket "$info"; then rm -f "$info"; fi
done
rm -f "$sock"
if [ -f "$log" ]; then mv -f "$log" "$log.1"; fi
: >"$log"
folder=$HOME/cloudfiles/code/Users/$(id -un)
[ -d "$folder" ] || folder=$HOME
token=$run/jupyter.token
head -c 32 /dev/urandom | od -An -v -tx1 | tr -d ' \n' >"$token" && [ -s "$token" ] || exit 69
cd "$HOME" || exit 67
JUPYTER_TOKEN_FILE=$token setsid jupyter-lab --no-browser --expose-app-in-browser \
    --ServerApp.sock="$sock" --ServerApp.sock_mode=0600 --ServerApp.no_browser_open_file=True \
    --ServerApp.root_dir="$HOME" --ServerApp.preferred_dir="$folder" \
    --LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate --LabApp.news_url=None \
    </dev/null >>"$log" 2>&1 9>&- &
server=$!
printf '%s\n' "$server" >"$run/jupyter.pid"
(
    tries=0
    while kill -0 "$server" 2>/dev/null && ! found >/dev/null && [ "$tries" -lt 1200 ]; do
        tries=$((tries + 1))
        sleep 0.05
    done
) </dev/null >/dev/null 2>&1 &
exit 0
)sh";

constexpr const char *waitBody = R"sh(
server=$(cat "$run/jupyter.pid" 2>/dev/null || echo 0)
tries=0
while ! found; do
    kill -0 "$server" 2>/dev/null || { found && exit 0; exit 67; }
    tries=$((tries + 1))
    [ "$tries" -lt 1200 ] || exit 68
    sleep 0.05
done
)sh";

QByteArray tailOfLog(int lines)
{
    return "[ -f \"$log\" ] && tail -n " + QByteArray::number(lines) + " \"$log\"\n";
}

QByteArray script(qint64 ignoredPid, const QByteArray &body)
{
    return QByteArray("ignored=")
        .append(QByteArray::number(ignoredPid))
        .append(prelude)
        .append(body);
}

QString text(const char *source)
{
    return QCoreApplication::translate("Notebook", source);
}

} // namespace

QByteArray ServerScripts::find(qint64 ignoredPid)
{
    return script(ignoredPid, findBody);
}

QByteArray ServerScripts::start(qint64 ignoredPid)
{
    return script(ignoredPid, startBody);
}

QByteArray ServerScripts::wait(qint64 ignoredPid)
{
    return script(ignoredPid, waitBody);
}

QByteArray ServerScripts::log(int lines)
{
    return script(0, tailOfLog(lines) + "exit 0\n");
}

QByteArray ServerScripts::afterDeath(int lines)
{
    return script(0, tailOfLog(lines) + "end_orphans\n");
}

QString ServerScripts::installCommand()
{
    return QStringLiteral(
        "python3 -m pip install --disable-pip-version-check --progress-bar off jupyterlab 2>&1");
}

Result<ServerInfo> parseServerInfo(const QByteArray &output)
{
    const qsizetype firstEnd = output.indexOf('\n');
    const qsizetype secondEnd = output.indexOf('\n', firstEnd + 1);
    if (firstEnd > 0 && secondEnd > 0) {
        const QJsonObject info = QJsonDocument::fromJson(output.sliced(secondEnd + 1)).object();
        ServerInfo server{
            .socketPath = QString::fromUtf8(output.first(firstEnd)),
            .logFile = QString::fromUtf8(output.sliced(firstEnd + 1, secondEnd - firstEnd - 1)),
            .token = info.value(QLatin1StringView("token")).toString().toLatin1(),
            .pid = info.value(QLatin1StringView("pid")).toInteger()};
        if (!server.token.isEmpty() && server.pid > 0) {
            return server;
        }
    }
    return failure(
        {.code = Error::Code::Protocol,
         .message = text(QT_TRANSLATE_NOOP(
             "Notebook", "What the instance says about its JupyterLab could not be read."))});
}

Error scriptError(int exitStatus, const QByteArray &errorOutput)
{
    const QString detail = QString::fromUtf8(errorOutput).trimmed();
    switch (exitStatus) {
    case ServerScripts::NotInstalled:
        return {.code = Error::Code::NotFound,
                .message = text(QT_TRANSLATE_NOOP("Notebook",
                                                  "JupyterLab is not installed in this instance. "
                                                  "Install it with “pip install jupyterlab” in a "
                                                  "terminal of the instance, or here.")),
                .detail = detail,
                .target = QStringLiteral("jupyterlab")};
    case ServerScripts::LockBusy:
        return {.code = Error::Code::TimedOut,
                .message = text(QT_TRANSLATE_NOOP(
                    "Notebook",
                    "Somebody else has been starting JupyterLab in this instance for "
                    "more than a minute.")),
                .detail = detail};
    case ServerScripts::Died:
        return {.code = Error::Code::CommandFailed,
                .message = text(
                    QT_TRANSLATE_NOOP("Notebook", "JupyterLab ended while it was starting.")),
                .detail = detail};
    case ServerScripts::NotReady:
        return {
            .code = Error::Code::TimedOut,
            .message = text(QT_TRANSLATE_NOOP(
                "Notebook", "JupyterLab did not get ready within a minute. Its log may say why.")),
            .detail = detail};
    case ServerScripts::NoToken:
        return {.code = Error::Code::Exhausted,
                .message = text(QT_TRANSLATE_NOOP(
                    "Notebook",
                    "The instance could not write the files that JupyterLab needs. Its "
                    "disk may be full.")),
                .detail = detail};
    default:
        return {.code = Error::Code::CommandFailed,
                .message = text(
                    QT_TRANSLATE_NOOP("Notebook", "Starting JupyterLab failed in the instance.")),
                .detail = QStringLiteral("exit status %1\n%2").arg(exitStatus).arg(detail)};
    }
}

} // namespace Atelier::Notebook
