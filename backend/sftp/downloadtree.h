// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backend/sftp/localfolder.h"
#include "backend/sftp/treework.h"

namespace Atelier::Sftp {

/** What is in the server's folder @p source comes into @p target, see SftpClient. */
[[nodiscard]] Task<Result<TreeReport>> downloadTree(WorkPointer work,
                                                    QByteArray source,
                                                    LocalFolder::Pointer target,
                                                    TreeOptions options);

} // namespace Atelier::Sftp
