// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backend/client/folderlookup.h"

#include <QString>

/** What a form knows of a folder before it asks for it; one sentence each, empty when all is well.
 */
namespace Atelier::Client {

/** Why @p source is no folder of this computer that can be shown. */
[[nodiscard]] QString sourceError(const QString &source, const FoundFolder &found);

/** What a program in the instance could do with the folder @p source, when that is much. */
[[nodiscard]] QString sourceWarning(const QString &source, const FoundFolder &found);

/** Why no folder can appear at @p path in an instance with the home @p userHome. */
[[nodiscard]] QString mountPathError(const QString &path, const QString &userHome);

/** The home that an instance of this computer's user will have: "/home/ada". */
[[nodiscard]] QString homeInsideInstance();

} // namespace Atelier::Client
