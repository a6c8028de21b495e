// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backend/sftp/localfolder.h"
#include "backend/sftp/transfernote.h"

namespace Atelier::Sftp {

/** The note about a partial file of this computer, see TransferOptions: locked as long as this
 *  lives, so that nobody else resumes the same. Without a note a file is transferred anew; nothing
 *  else depends on it, so what fails here is no error. */
class LocalNote final
{
public:
    /** Opens or makes it; nothing: another download has it, it is another user's, or the folder
     *  takes none. */
    [[nodiscard]] static std::optional<LocalNote> take(const LocalFolder::Pointer &folder,
                                                       const QByteArray &name);

    [[nodiscard]] std::optional<TransferNote> read() const;
    enum class Written : quint8 {
        Yes,
        Not, ///< what it said before stands as it was
        Torn ///< it may be no note any more
    };
    [[nodiscard]] Written write(const TransferNote &note) const;
    void remove() const;

private:
    LocalNote(LocalFolder::Pointer folder, QByteArray name, UniqueFd file);

    LocalFolder::Pointer m_folder;
    QByteArray m_name;
    UniqueFd m_file;
};

} // namespace Atelier::Sftp
