// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backend/sftp/request.h"

namespace Atelier::Sftp {

/** "Failure" may mean a full disk, which version 3 has no word for: @p error itself, or what the
 *  server's disk lacks for the @p size bytes of @p target, of which @p partial has some; empty: it
 * could not be opened. */
[[nodiscard]] Task<Error> explained(WorkPointer work,
                                    ChannelPointer channel,
                                    Error error,
                                    QByteArray target,
                                    QByteArray partial,
                                    quint64 size);

} // namespace Atelier::Sftp
