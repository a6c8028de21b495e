// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backend/sftp/localsource.h"
#include "backend/sftp/names.h"
#include "backend/sftp/remotenote.h"

namespace Atelier::Sftp {

/** Where an upload's bytes go until they are whole, see TransferOptions. */
struct RemotePartial
{
    QByteArray path;
    QByteArray note = {};                             ///< empty: it can't be resumed
    std::shared_ptr<const PartClaim> claim = nullptr; ///< as long as the note is ours

    /** A name that no other transfer has. */
    [[nodiscard]] static RemotePartial of(const QByteArray &target,
                                          const QByteArray &token = newToken());
};

struct OpenPartial
{
    RemotePartial partial;
    OpenHandle handle;
    quint64 begin = 0; ///< what is before is there already
};

/** Opens what an earlier upload of the same source to @p target has left, its end compared, when
 *  nobody else writes it; or makes a new one, with a note if it is @p resumable. */
[[nodiscard]] Task<Result<OpenPartial>> openPartial(WorkPointer work,
                                                    ChannelPointer channel,
                                                    QByteArray target,
                                                    std::shared_ptr<const LocalSource> source,
                                                    bool resumable);
/** After an error; nobody waits for it. What a broken connection leaves is removed over the next.
 */
void leavePartial(Engine &engine,
                  const ChannelPointer &channel,
                  const RemotePartial &partial,
                  bool mayResume);
/** So much is there that resuming it saves something. */
[[nodiscard]] Task<bool> isWorthKeeping(WorkPointer work,
                                        ChannelPointer channel,
                                        RemotePartial partial);
[[nodiscard]] Task<Done> dropNote(WorkPointer work, ChannelPointer channel, RemotePartial partial);

} // namespace Atelier::Sftp
