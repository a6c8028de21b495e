// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backend/sftp/localfolder.h"
#include "backend/sftp/meter.h"
#include "backend/sftp/request.h"

namespace Atelier::Sftp {

/** What is to be uploaded where to. */
struct UploadJob
{
    LocalFolder::Pointer folder = {};
    QByteArray name = {}; ///< in it
    QByteArray target;    ///< on the server
    Conflict conflict = Conflict::Fail;
    bool resumes = true;
    bool isDurable = true;
    bool isNew = false; ///< nothing of that name is there: it need not be asked for
    std::shared_ptr<Meter> meter = {};
};

/** One file to the server, as TransferOptions says. A source that changes meanwhile, and a server
 *  that has another size in the end than it was sent, are errors; nothing gets the target's name
 *  then. */
[[nodiscard]] Task<Result<TransferResult>> upload(WorkPointer work,
                                                  ChannelPointer channel,
                                                  UploadJob job);

} // namespace Atelier::Sftp
