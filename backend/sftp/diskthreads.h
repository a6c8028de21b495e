// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QThreadPool>

namespace Atelier::Sftp {

/** Threads in which waiting for a disk, however long, holds nobody up. The process waits at its end
 *  for what they do. */
[[nodiscard]] QThreadPool &diskThreads();

} // namespace Atelier::Sftp
