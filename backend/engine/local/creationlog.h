// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backend/engine/local/nodefolder.h"

#include <QString>

namespace Atelier::Engine {

/** Adds a line with the time to a node's creation log. */
void logCreation(const NodeFolder &folder, const QString &sentence);

/** Puts a long log aside; one former log is kept. */
void shortenCreationLog(const NodeFolder &folder);

} // namespace Atelier::Engine
