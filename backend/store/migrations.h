// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backend/core/result.h"
#include "backend/store/schema.h"

#include <QSqlDatabase>
#include <QString>

namespace Atelier::Store {

/** Marks a file as ours in SQLite's header ("ATLR"). */
inline constexpr qint64 applicationId = 0x41544c52;

/**
 * Says why @p file must not be touched: no SQLite database, another program's, damaged, or written
 * by a newer Atelier. Reads only; nothing to say about a file that does not exist.
 */
[[nodiscard]] Result<void> inspect(const QString &file, const Migrations &migrations);

/** Where the database is kept as it was in @p version, before the step to the next. */
[[nodiscard]] QString backupOf(const QString &file, qint64 version);

/** Brings an open database to the newest version, one transaction a step, with a backup of the
 *  file beside it before each ("atelier.sqlite.v1.backup"). */
[[nodiscard]] Result<void> migrate(QSqlDatabase *database, const Migrations &migrations);

} // namespace Atelier::Store
