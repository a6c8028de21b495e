// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QLabel>

namespace Atelier::Ui {

/** A label for text that came from a server: never taken for rich text; selectable by mouse; wraps.
 */
[[nodiscard]] QLabel *plainLabel(const QString &text, QWidget *parent);
/** @p text without control, bidirectional-override and line-breaking characters, for a single line.
 */
[[nodiscard]] QString singleLine(const QString &text);

} // namespace Atelier::Ui
