// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backend/sftp/upload.h"

namespace Atelier::Sftp {

/** A file that fits one request, to a name that is free: opened, written with times and bits and
 *  closed, renamed, in three round trips. */
[[nodiscard]] Task<Result<TransferResult>> uploadSmall(WorkPointer work,
                                                       ChannelPointer channel,
                                                       UploadJob job);

} // namespace Atelier::Sftp
