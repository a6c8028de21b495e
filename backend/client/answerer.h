// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backend/client/endpoint.h"

#include <unistd.h>

/** Who answers at an address of this computer: asked of the kernel, before anything secret is
 * said. Each call takes less than a millisecond. */
namespace Atelier::Client {

/** Whether @p url is on this computer. Elsewhere its certificate tells who answers. */
[[nodiscard]] bool isOnThisComputer(const QUrl &url);

/** Why whoever answers at @p url must not be told a token of @p user: another user's program has
 * the port, or nobody. */
[[nodiscard]] Result<void> checkAnswerer(const QUrl &url, uid_t user = ::geteuid());

/** Whether the process that @p endpoint names may be what answers there: it lives, the port is this
 * user's, and, where the kernel tells, that process's own. */
[[nodiscard]] bool isAnsweredBy(const Endpoint &endpoint);

/** Whether process @p pid holds the lock of @p dataFolder, as only its control plane does. */
[[nodiscard]] bool holdsFolder(qint64 pid, const QString &dataFolder);

} // namespace Atelier::Client
