// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backend/sftp/request.h"

#include <QByteArray>

// One request or a few each, in an engine's thread. Errors name the path.
namespace Atelier::Sftp::Operations {

[[nodiscard]] Task<Result<Attributes>> status(WorkPointer work,
                                              ChannelPointer channel,
                                              QByteArray path,
                                              bool followsLinks);
[[nodiscard]] Task<Result<QByteArray>> realPath(WorkPointer work,
                                                ChannelPointer channel,
                                                QByteArray path);
[[nodiscard]] Task<Result<QByteArray>> readLink(WorkPointer work,
                                                ChannelPointer channel,
                                                QByteArray path);
/** REMOVE and RMDIR. */
[[nodiscard]] Task<Result<Done>> remove(WorkPointer work,
                                        ChannelPointer channel,
                                        PacketType type,
                                        QByteArray path);
[[nodiscard]] Task<Result<Done>> makeFolder(WorkPointer work,
                                            ChannelPointer channel,
                                            QByteArray path,
                                            quint32 permissions);
[[nodiscard]] Task<Result<Done>> makeLink(WorkPointer work,
                                          ChannelPointer channel,
                                          QByteArray target,
                                          QByteArray path);
/** A second name for the file @p path; hardlink@openssh.com. */
[[nodiscard]] Task<Result<Done>> makeHardLink(WorkPointer work,
                                              ChannelPointer channel,
                                              QByteArray path,
                                              QByteArray newPath);
/**
 * With @p replaces at once by posix-rename@openssh.com; a server without it is asked to remove what
 * is in the way first, and for a moment neither exists. Without @p replaces an existing @p to
 * is Error::Code::AlreadyExists. @p hasRemoved becomes true once @p to may be gone: after an error
 * @p from is the only one then.
 */
[[nodiscard]] Task<Result<Done>> rename(WorkPointer work,
                                        ChannelPointer channel,
                                        QByteArray from,
                                        QByteArray to,
                                        bool replaces,
                                        std::shared_ptr<bool> hasRemoved = nullptr);
/** Without @p followsLinks a link itself is changed; lsetstat@openssh.com. */
[[nodiscard]] Task<Result<Done>> setStatus(WorkPointer work,
                                           ChannelPointer channel,
                                           QByteArray path,
                                           Attributes attributes,
                                           bool followsLinks);
[[nodiscard]] Task<Result<FileSystemRoom>> room(WorkPointer work,
                                                ChannelPointer channel,
                                                QByteArray path);

/** @p flags of OpenFlag. */
[[nodiscard]] Task<Result<OpenHandle>> open(WorkPointer work,
                                            ChannelPointer channel,
                                            QByteArray path,
                                            quint32 flags,
                                            Attributes attributes);
[[nodiscard]] Task<Result<OpenHandle>> openFolder(WorkPointer work,
                                                  ChannelPointer channel,
                                                  QByteArray path);
[[nodiscard]] Task<Result<Attributes>> handleStatus(WorkPointer work,
                                                    ChannelPointer channel,
                                                    QByteArray handle,
                                                    QByteArray path);
[[nodiscard]] Task<Result<Done>> setHandleStatus(WorkPointer work,
                                                 ChannelPointer channel,
                                                 QByteArray handle,
                                                 Attributes attributes,
                                                 QByteArray path);
/** fsync@openssh.com; nothing is done where the server lacks it. */
[[nodiscard]] Task<Result<Done>> sync(WorkPointer work,
                                      ChannelPointer channel,
                                      QByteArray handle,
                                      QByteArray path);
/** Closes and tells what the server says: some write only then. */
[[nodiscard]] Task<Result<Done>> close(WorkPointer work,
                                       ChannelPointer channel,
                                       QByteArray handle,
                                       QByteArray path);
/** At most @p length bytes at @p offset in one answer; none at the file's end. */
[[nodiscard]] Task<Result<QByteArray>> read(WorkPointer work,
                                            ChannelPointer channel,
                                            QByteArray handle,
                                            quint64 offset,
                                            quint32 length,
                                            QByteArray path);
/** After an error: nobody knows whether the server did what it was asked for. */
[[nodiscard]] bool isUnanswered(const WorkPointer &work, const ChannelPointer &channel);
/** For a step that is left out. */
[[nodiscard]] Task<Result<Done>> nothing();
/** A request that is only done or not. */
[[nodiscard]] Task<Result<Done>> plain(WorkPointer work,
                                       ChannelPointer channel,
                                       PacketWriter packet,
                                       QByteArray path,
                                       bool isSlow = false);

} // namespace Atelier::Sftp::Operations
