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

/** The last error of @p query in a person's words: full disk, read-only, damaged, or another. */
[[nodiscard]] Error sqlError(const QSqlQuery &query);

[[nodiscard]] Result<void> execute(QSqlDatabase *database,
                                   const QString &statement,
                                   const QVariantList &values = {});

/** The first column of the first row. */
[[nodiscard]] Result<QVariant> valueOf(QSqlDatabase *database, const QString &statement);

} // namespace Atelier::Store
