// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backend/sftp/partclaim.h"
#include "backend/sftp/request.h"
#include "backend/sftp/transfernote.h"

namespace Atelier::Sftp {

/** What an earlier upload of the same source to the same name has left on the server. */
struct RemoteNote
{
    bool isOurs = false; ///< a new one may be written in its place: nobody else needs it
    bool exists = false;
    std::optional<TransferNote> content = {};         ///< names a part that nobody writes any more
    std::shared_ptr<const PartClaim> claim = nullptr; ///< of that part
};

[[nodiscard]] Task<RemoteNote> findNote(WorkPointer work, ChannelPointer channel, QByteArray path);
/** Appears as a whole or not at all. False: there is none then, or another's. @p claim is of the
 *  note's part. */
[[nodiscard]] Task<bool> writeNote(WorkPointer work,
                                   ChannelPointer channel,
                                   QByteArray path,
                                   TransferNote note,
                                   std::shared_ptr<const PartClaim> claim,
                                   bool replaces);
/** Identifies the run of the server's computer; empty where that can't be read. */
[[nodiscard]] Task<QByteArray> remoteBootId(WorkPointer work, ChannelPointer channel);

} // namespace Atelier::Sftp
