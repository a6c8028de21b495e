// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

namespace Atelier::Ui {

/** "0 bytes", "512 bytes", "1.5 KiB", "8 GiB": binary units, at most one decimal. */
[[nodiscard]] QString formatBytes(qint64 bytes);
/** "8 GiB", "0.5 GiB" from the memory figure of a size. */
[[nodiscard]] QString formatGiB(double gibibytes);

} // namespace Atelier::Ui
