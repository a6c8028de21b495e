// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backend/sftp/attributes.h"
#include "backend/sftp/localfolder.h"
#include "backend/sftp/transfernote.h"

#include <span>

namespace Atelier::Sftp {

/** A file of this computer while it is read for an upload. */
class LocalSource final
{
public:
    [[nodiscard]] static Result<LocalSource> open(const LocalFolder::Pointer &folder,
                                                  const QByteArray &name);

    [[nodiscard]] quint64 size() const { return static_cast<quint64>(m_status.st_size); }
    /** Permission bits and times as the server is to have them. */
    [[nodiscard]] Attributes attributes() const;
    [[nodiscard]] TransferNote note() const;
    /** Fills @p room from @p offset; a file that ends before is Error::Code::Conflict. */
    [[nodiscard]] Result<void> read(quint64 offset, std::span<char> room) const;
    /** The file is still as it was when it was opened. */
    [[nodiscard]] Result<void> checkUnchanged() const;

private:
    LocalSource(UniqueFd file, QByteArray path, const struct stat &status);

    UniqueFd m_file;
    QByteArray m_path;
    struct stat m_status{};
};

} // namespace Atelier::Sftp
