// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backend/core/result.h"

#include <QDateTime>
#include <QSqlDatabase>

#include <chrono>

namespace Atelier::Store {

/** Changes that are kept: who asks for older ones must list again. */
inline constexpr int retainedChanges = 512;
inline constexpr qint64 retainedChangeBytes = 4 * 1024 * 1024;

/** Operations that have ended and are kept; one that runs is never dropped. */
inline constexpr int retainedOperations = 2000;
inline constexpr int retainedOperationsOfOne = 100; ///< of one instance
inline constexpr std::chrono::days retainedOperationAge{30};

/** Commits after which the rows beyond these bounds are removed. */
inline constexpr int pruningInterval = 256;

/** Removes what is beyond the bounds, in a transaction of its own. */
[[nodiscard]] Result<void> prune(QSqlDatabase *database, const QDateTime &now);

} // namespace Atelier::Store
