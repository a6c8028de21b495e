// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backend/sftp/localsource.h"
#include "backend/sftp/request.h"

namespace Atelier::Sftp {

/** Where an upload's bytes go until they are whole, see TransferOptions. */
struct RemotePartial
{
    QByteArray path;
    QByteArray note; ///< empty: too small to be resumed

    [[nodiscard]] static RemotePartial of(const QByteArray &target, quint64 size);
};

struct OpenPartial
{
    OpenHandle handle;
    quint64 begin = 0; ///< what is before is there already
};

/** Opens an earlier partial of the same source, its end compared, or makes a new one. A link or
 *  pipe that stands in its place is removed, never written to. */
[[nodiscard]] Task<Result<OpenPartial>> openPartial(WorkPointer work,
                                                    ChannelPointer channel,
                                                    RemotePartial partial,
                                                    std::shared_ptr<const LocalSource> source,
                                                    bool resumes);
/** After an error; nobody waits for it. */
void leavePartial(Engine &engine,
                  const ChannelPointer &channel,
                  const RemotePartial &partial,
                  bool mayResume);
[[nodiscard]] Task<Done> dropNote(WorkPointer work, ChannelPointer channel, RemotePartial partial);

} // namespace Atelier::Sftp
