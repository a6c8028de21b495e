// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backend/sftp/localfolder.h"
#include "backend/sftp/treework.h"

namespace Atelier::Sftp {

/** What is in the folder @p source comes into the server's folder @p target, see SftpClient. */
[[nodiscard]] Task<Result<TreeReport>> uploadTree(WorkPointer work,
                                                  LocalFolder::Pointer source,
                                                  QByteArray target,
                                                  TreeOptions options);

} // namespace Atelier::Sftp
