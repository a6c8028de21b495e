// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backend/core/result.h"

#include <QByteArray>
#include <QJsonObject>
#include <QString>

namespace Atelier::Notebook {

/** Where the node's Jupyter server is, read from the node itself. The token stays in memory. */
struct ServerInfo
{
    QString socketPath = {};
    QString logFile = {};
    QByteArray token = {};
    qint64 pid = 0;
};

/**
 * The shell scripts that run on the node, fed to `sh -s` so that nothing of them stands in a
 * process list. They need a POSIX shell, flock and setsid, and print what parseServerInfo reads.
 *
 * The server belongs to the node, not to the connection: it runs in a session of its own, on a
 * UNIX socket with mode 0600. Its token is made on the node, in a file only its owner
 * can read, because a token that Jupyter makes for itself is printed in its log.
 */
namespace ServerScripts {

/** Exit statuses of the scripts beside 0. */
enum Status : int {
    NotRunning = 64,
    NotInstalled = 65,
    LockBusy = 66, ///< another studio has been starting the server for more than a minute
    Died = 67,     ///< ended while it was awaited
    NotReady = 68, ///< alive, but not ready within a minute
    NoToken = 69,
};

/** Prints the running server. @p ignoredPid: a server that was found not to answer; 0: none. */
[[nodiscard]] QByteArray find(qint64 ignoredPid);
/** Starts the server unless it runs; of two that start at the same time one wins and both go on. */
[[nodiscard]] QByteArray start(qint64 ignoredPid);
/** Waits until the server that was started has written where it is, at most 60 s. */
[[nodiscard]] QByteArray wait(qint64 ignoredPid);
/** Prints the last @p lines of the server's log. */
[[nodiscard]] QByteArray log(int lines);
/** The same for a server that has died, and ends the kernels that it left behind. */
[[nodiscard]] QByteArray afterDeath(int lines);
/** Installs JupyterLab into the default virtual environment. */
[[nodiscard]] QString installCommand();

} // namespace ServerScripts

/** Reads the output of find, start and wait. */
[[nodiscard]] Result<ServerInfo> parseServerInfo(const QByteArray &output);

/** The sentence for an exit status of a script. */
[[nodiscard]] Error scriptError(int exitStatus, const QByteArray &errorOutput);

} // namespace Atelier::Notebook
