// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backend/core/error.h"
#include "backend/ssh/trust/checkstep.h"

#include <QList>
#include <QString>

#include <optional>

namespace Atelier::Connections {

/** What a check of @p name has found, as text for somebody who helps. Holds no secret. */
[[nodiscard]] QString checkReport(const QString &name,
                                  const QList<Ssh::CheckStep> &steps,
                                  const std::optional<Error> &error);

/** "12 ms", "1.4 s". */
[[nodiscard]] QString spanText(std::chrono::milliseconds span);

} // namespace Atelier::Connections
