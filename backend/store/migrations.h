// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backend/core/result.h"

#include <QList>
#include <QSqlDatabase>
#include <QString>
#include <QStringList>

namespace Atelier::Store {

/** The statements that lead from version n to n + 1; the list's length is the version we know. */
using Migrations = QList<QStringList>;

[[nodiscard]] const Migrations &ourMigrations();

/** Marks a file as ours in SQLite's header ("ATLR"). */
inline constexpr qint64 applicationId = 0x41544c52;

/**
 * Says why @p file must not be touched: no SQLite database, another program's, damaged, or written
 * by a newer Atelier. Reads only; nothing to say about a file that does not exist.
 */
[[nodiscard]] Result<void> inspect(const QString &file, const Migrations &migrations);

/** Brings an open database to the newest version, one transaction a step, with a backup of the
 *  file beside it before each ("atelier.sqlite.v1.backup"). */
[[nodiscard]] Result<void> migrate(QSqlDatabase *database, const Migrations &migrations);

} // namespace Atelier::Store
