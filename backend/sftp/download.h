// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backend/sftp/localpartial.h"
#include "backend/sftp/meter.h"
#include "backend/sftp/request.h"

namespace Atelier::Sftp {

/** What is to be downloaded where to; the options' stop token belongs to the work. */
struct DownloadJob
{
    QByteArray source; ///< on the server
    LocalFolder::Pointer folder = {};
    QByteArray name = {}; ///< in it
    Conflict conflict = Conflict::Fail;
    bool resumes = true;
    bool isDurable = true;
    std::shared_ptr<Meter> meter = {};
};

/** One file from the server, as TransferOptions says. A server that gives fewer bytes than it
 *  announced, or more, or another file's on the way, gets an error, never a file. */
[[nodiscard]] Task<Result<TransferResult>> download(WorkPointer work,
                                                    ChannelPointer channel,
                                                    DownloadJob job);

/** The same for a file that fits one answer: opened, read, asked for its size and closed in two
 *  round trips. @p announced is what the listing said. */
[[nodiscard]] Task<Result<TransferResult>> downloadSmall(WorkPointer work,
                                                         ChannelPointer channel,
                                                         DownloadJob job,
                                                         Attributes announced);

/** True for errors that another try may not meet. */
[[nodiscard]] bool mayResumeAfter(const Error &error);

} // namespace Atelier::Sftp
