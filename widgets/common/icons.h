// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QIcon>
#include <QString>

namespace Atelier::Ui {

/**
 * A Breeze icon by its name, e.g. "list-add", drawn in the palette's text colour
 * of the moment, at any scale. An unknown name gives a null icon and a warning.
 */
[[nodiscard]] QIcon icon(const QString &name);

} // namespace Atelier::Ui
