// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backend/core/result.h"

#include <QJsonObject>

namespace Atelier::Store {

/**
 * What is in a database, for a report: {"sqlite", "applicationId", "version", "integrity",
 * "schema": […], "tables": {NAME: {"count", "rows": […]}}}; values that are JSON are given as such.
 * Reads only. The rows are as they are stored: who hands them on takes out what is secret. At most
 * @p mostRows of a table, the last ones.
 */
[[nodiscard]] Result<QJsonObject> describe(const QString &file, int mostRows);

} // namespace Atelier::Store
