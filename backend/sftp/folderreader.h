// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backend/sftp/request.h"

#include <deque>

namespace Atelier::Sftp {

/** Reads a folder with several requests under way: the protocol has a server do requests on one
 *  handle in their order (draft, section 3), so far away a listing need not wait for each answer.
 */
class FolderReader final : public std::enable_shared_from_this<FolderReader>
{
public:
    [[nodiscard]] static Task<Result<std::shared_ptr<FolderReader>>> open(WorkPointer work,
                                                                          ChannelPointer channel,
                                                                          QByteArray path);
    FolderReader(WorkPointer work, ChannelPointer channel, QByteArray path, OpenHandle handle);

    /** Some entries, as the server names them; nothing at the end. */
    [[nodiscard]] Task<Result<std::optional<Entries>>> next();

private:
    [[nodiscard]] static Task<Done> ask(std::shared_ptr<FolderReader> self);

    WorkPointer m_work;
    ChannelPointer m_channel;
    QByteArray m_path;
    OpenHandle m_handle;
    std::deque<Entries> m_ready;
    std::optional<Error> m_error;
    Signal m_changed;
    int m_asked = 0;
    int m_wanted = 2; ///< requests under way; grows while there is more to read
    bool m_atEnd = false;
};

} // namespace Atelier::Sftp
