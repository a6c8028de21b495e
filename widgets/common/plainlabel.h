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
/** @p text with invisible places to break in words so long that they would widen a window: for a
 * label that wraps, not for what is copied. A fingerprint stays as it is, and so does Chinese,
 * Japanese and Korean, which breaks by rules of its own. */
[[nodiscard]] QString breakable(const QString &text);

} // namespace Atelier::Ui
