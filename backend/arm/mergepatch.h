// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QJsonObject>

namespace Atelier::Arm {

/** @p target with @p patch merged in: what is null there goes, objects are merged, all else is
 * replaced (RFC 7396). */
[[nodiscard]] QJsonObject mergePatch(QJsonObject target, const QJsonObject &patch);

} // namespace Atelier::Arm
