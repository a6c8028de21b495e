// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backend/engine/local/nodelayout.h"

#include <QByteArray>
#include <QString>

namespace Atelier::Engine::Scripts {

/** Quotes for /bin/sh. */
[[nodiscard]] QByteArray shellQuoted(const QString &text);

/** Starts the SSH server on port $1 at once and the set-up beside it. */
[[nodiscard]] QByteArray start(const NodeLayout &layout, const QString &sshd);
/** Finds Python, or says that it is missing. */
[[nodiscard]] QByteArray setup(const NodeLayout &layout, const QString &python);
/** Makes the default environment and the kernel; its last line is "Ready." or "Failed: …". */
[[nodiscard]] QByteArray setupPython();
/** Prints one sentence on what to use instead. */
[[nodiscard]] QByteArray sudo();
/** The command of every login without a sandbox: the SSH server knows only the user's real home. */
[[nodiscard]] QByteArray enter();

/** First files of a home. */
[[nodiscard]] QByteArray bashrc();
[[nodiscard]] QByteArray profile();

} // namespace Atelier::Engine::Scripts
