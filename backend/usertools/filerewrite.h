// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backend/core/result.h"

#include <QByteArray>
#include <QString>

#include <functional>

namespace Atelier::UserTools {

/**
 * Replaces the content of somebody else's @p file by what @p change makes of it, as a whole: a
 * temporary file beside it gets its mode and owner and then its name. Links are followed; when
 * another program writes meanwhile, @p change is asked again with what that wrote. A missing file
 * is made with mode 0600, its missing folder with 0700. Nothing is written when nothing changes.
 *
 * The error's sentence says that the file can't be written; its detail is the system's.
 */
[[nodiscard]] Result<void> rewriteFile(const QString &file,
                                       const std::function<QByteArray(const QByteArray &)> &change);

} // namespace Atelier::UserTools
