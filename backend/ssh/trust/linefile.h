// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backend/core/result.h"

#include <QByteArray>
#include <QString>

#include <functional>

namespace Atelier::Ssh {

/** What the file of lines at @p path holds; nothing when it is missing. Refuses what is no file
 * and what is larger than 64 MiB. */
[[nodiscard]] Result<QByteArray> readLineFile(const QString &path);

/**
 * Adds @p line, given without its end, as a line of its own to the file at @p path, and makes that
 * durable. Does nothing when @p isThere says so of the content so far.
 *
 * The file is locked (flock), but programs that know nothing of the lock may add at the same time:
 * the line goes out by one O_APPEND write. When another program put a new file in its place
 * meanwhile, as ssh-keygen -R does, the line is added there again. A link stays a link; a missing
 * folder is made with mode 0700, a missing file with 0600.
 */
[[nodiscard]] Result<void> appendLine(
    const QString &path,
    const QByteArray &line,
    const std::function<bool(const QByteArray &content)> &isThere);

} // namespace Atelier::Ssh
