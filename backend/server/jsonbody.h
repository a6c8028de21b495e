// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backend/core/result.h"

#include <QByteArray>
#include <QJsonObject>

namespace Atelier::Server {

/** So many objects and arrays may stand in each other: what is read, stored and written again walks
 * them by recursion. */
inline constexpr int deepestNesting = 64;

/**
 * The JSON object that a request's body is.
 *
 * Refused besides what is no JSON (text that is not UTF-8, numbers that are too large among it):
 * deeper nesting, and an object that has a key twice, of which readers take this one or that.
 */
[[nodiscard]] Result<QJsonObject> jsonBodyFrom(const QByteArray &text);

} // namespace Atelier::Server
