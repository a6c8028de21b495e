// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backend/sftp/attributes.h"
#include "backend/sftp/disksync.h"
#include "backend/sftp/localfolder.h"
#include "backend/sftp/localnote.h"
#include "backend/sftp/transfer.h"
#include "backend/sftp/transfernote.h"

#include <functional>
#include <span>

namespace Atelier::Sftp {

/** A file of this computer while it arrives, see TransferOptions. */
class LocalPartial final
{
public:
    LocalPartial(LocalFolder::Pointer folder, QByteArray name);
    LocalPartial(const LocalPartial &) = delete;
    LocalPartial &operator=(const LocalPartial &) = delete;
    ~LocalPartial() = default;

    /** Opens it for @p source and says how much of it is there already; 0: it begins anew. */
    [[nodiscard]] Result<quint64> open(const TransferNote &source, bool resumable);
    /** Drops what is there. */
    [[nodiscard]] Result<void> restart();
    [[nodiscard]] Result<void> write(quint64 offset, std::span<const char> data);
    [[nodiscard]] Result<QByteArray> read(quint64 offset, quint32 length) const;
    /** All bytes before @p done are written. */
    void confirm(quint64 done);

    /** Sets times and permissions. An error, too, when the disk has told of one meanwhile. */
    [[nodiscard]] Result<void> complete(const Attributes &source);
    /** Waits for the disk; any thread. */
    [[nodiscard]] static Result<void> sync(int file, const QByteArray &path);
    /** What waits in another thread until the disk has everything; it needs nothing of this. */
    [[nodiscard]] std::function<Result<void>()> syncing() const;
    [[nodiscard]] QByteArray path() const { return m_folder->pathOf(m_name); }
    /** Gives the file its name; the name it got, which is another with Conflict::Rename. */
    [[nodiscard]] Result<QByteArray> publish(Conflict conflict);
    /** After an error: keeps what is worth resuming, else removes it. */
    void leave(bool mayResume);

private:
    [[nodiscard]] quint64 resume(const TransferNote &earlier);
    [[nodiscard]] Result<quint64> create();
    [[nodiscard]] Error writeError(int number) const;
    [[nodiscard]] std::shared_ptr<DiskSync> makeDisk() const;
    /** The same file once more, for another thread. */
    [[nodiscard]] std::shared_ptr<UniqueFd> duplicate() const;
    /** @p isFirst: what the note says so far is not true of what is there now. */
    void writeNote(bool isFirst = false);
    void removeNote();
    void syncAhead();

    LocalFolder::Pointer m_folder;
    QByteArray m_name;
    QByteArray m_partial; ///< empty until there is one
    UniqueFd m_file;
    TransferNote m_note;
    std::optional<LocalNote> m_kept;  ///< the note on the disk; nothing: it can't be resumed
    std::shared_ptr<DiskSync> m_disk; ///< null until there is a file
    quint64 m_flushed = 0;            ///< the disk was asked to write so much
};

} // namespace Atelier::Sftp
