// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backend/sftp/attributes.h"
#include "backend/sftp/localfolder.h"
#include "backend/sftp/transfer.h"
#include "backend/sftp/transfernote.h"

#include <span>

namespace Atelier::Sftp {

/** A file of this computer while it arrives, see TransferOptions. */
class LocalPartial final
{
public:
    LocalPartial(LocalFolder::Pointer folder, const QByteArray &name);
    LocalPartial(const LocalPartial &) = delete;
    LocalPartial &operator=(const LocalPartial &) = delete;
    ~LocalPartial() = default;

    /** Opens it for @p source and says how much of it is there already; 0: it begins anew. */
    [[nodiscard]] Result<quint64> open(const TransferNote &source, bool resumes);
    /** Drops what is there. */
    [[nodiscard]] Result<void> restart();
    [[nodiscard]] Result<void> write(quint64 offset, std::span<const char> data);
    [[nodiscard]] Result<QByteArray> read(quint64 offset, quint32 length) const;
    /** All bytes before @p done are written. */
    void confirm(quint64 done);

    /** Sets times and permissions, waits for the disk if @p isDurable. Any thread. */
    [[nodiscard]] Result<void> complete(const Attributes &source, bool isDurable);
    /** Gives the file its name; the name it got, which is another with Conflict::Rename. */
    [[nodiscard]] Result<QByteArray> publish(Conflict conflict, bool isDurable);
    /** After an error: keeps what is worth resuming, else removes it. */
    void leave(bool mayResume);

private:
    void writeNote();
    void removeNote();

    LocalFolder::Pointer m_folder;
    QByteArray m_name;
    QByteArray m_partial;
    UniqueFd m_file;
    TransferNote m_note;
    quint64 m_flushed = 0; ///< the disk was asked to write so much
    quint64 m_noted = 0;
    bool m_hasNote = false;
};

} // namespace Atelier::Sftp
