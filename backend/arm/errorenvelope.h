// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backend/core/error.h"

#include <QByteArray>
#include <QJsonObject>

namespace Atelier::Arm {

/** {"error":{"code","message","target","details":[]}}. */
[[nodiscard]] QJsonObject toEnvelope(const Error &error);

/** Reads an envelope from an answer with @p httpStatus; a body that is none still gives a sentence.
 */
[[nodiscard]] Error errorFromEnvelope(int httpStatus, const QByteArray &body);

/** The one table between codes and HTTP status. */
[[nodiscard]] int httpStatusFor(Error::Code code);
[[nodiscard]] Error::Code codeForHttpStatus(int status);

} // namespace Atelier::Arm
