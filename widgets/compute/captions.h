// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QLabel>

namespace Atelier::Compute {

/** A quiet label in front of a value or above it. */
[[nodiscard]] QLabel *caption(const QString &text, QWidget *parent);
/** A bold label above a part of a page. */
[[nodiscard]] QLabel *heading(const QString &text, QWidget *parent);

} // namespace Atelier::Compute
