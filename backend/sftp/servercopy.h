// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backend/sftp/meter.h"
#include "backend/sftp/request.h"

namespace Atelier::Sftp {

struct CopyJob
{
    QByteArray from;
    QByteArray to;
    Conflict conflict = Conflict::Fail;
    std::shared_ptr<Meter> meter;
};

/** Copies a file on the server itself, by the extension copy-data; no byte of it travels. The copy
 *  gets its name when it is whole. */
[[nodiscard]] Task<Result<TransferResult>> serverCopy(WorkPointer work,
                                                      ChannelPointer channel,
                                                      CopyJob job);

} // namespace Atelier::Sftp
