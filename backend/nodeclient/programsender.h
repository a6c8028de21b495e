// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backend/core/result.h"
#include "backend/ssh/stream.h"

#include <QFuture>
#include <QString>

namespace Atelier::NodeClient {

/** Sends the file @p path down @p stream and ends the sending side, in a thread of its own; what
 *  comes back is thrown away. TimedOut when nothing moves for a minute. Shutting the stream's
 *  descriptor down ends it. */
[[nodiscard]] QFuture<Result<void>> sendProgram(const Ssh::Stream &stream, const QString &path);

} // namespace Atelier::NodeClient
