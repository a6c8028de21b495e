// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backend/core/result.h"

#include <QSqlDatabase>
#include <QSqlQuery>
#include <QString>
#include <QVariant>
#include <QVariantList>

namespace Atelier::Store {

/** Error::serviceCode of what is wrong in the file itself, not on the way to it. */
inline const QString damagedDatabase = QStringLiteral("DatabaseDamaged");

/** The last error of @p query in a person's words: full disk, read-only, damaged, or another. */
[[nodiscard]] Error sqlError(const QSqlQuery &query);

[[nodiscard]] Result<void> execute(QSqlDatabase *database,
                                   const QString &statement,
                                   const QVariantList &values = {});

/** Ends a transaction that failed, with nothing of it written. */
void endTransaction(QSqlDatabase *database);

/** The first column of the first row. */
[[nodiscard]] Result<QVariant> valueOf(QSqlDatabase *database, const QString &statement);

} // namespace Atelier::Store
