// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QList>
#include <QStringList>

namespace Atelier::Store {

/** The statements that lead from version n to n + 1; the list's length is the version we know. */
using Migrations = QList<QStringList>;

/** Every step that the database has ever taken. A step that was released is never changed: what is
 *  needed next is a new one at the end of schema.cpp. */
[[nodiscard]] const Migrations &ourMigrations();

} // namespace Atelier::Store
