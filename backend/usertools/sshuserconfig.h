// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backend/core/result.h"

#include <QByteArray>
#include <QString>

namespace Atelier::UserTools {

/**
 * The one line that the studio writes to a person's own `~/.ssh/config`, and takes away again:
 * `Include "…/ssh/config"`, at the very top, because below a `Host` it would be part of that block.
 *
 * Not a byte of the rest changes. The file keeps its mode and owner, a link to it stays one, and
 * what another program writes at the same time is not lost. Blocks for the time of a small file.
 */
class SshUserConfig final
{
public:
    /** @p file is the person's, @p included the file that it is to include. */
    SshUserConfig(QString file, QString included);

    /** Where OpenSSH looks: in the home that the password database names, whatever $HOME says.
     * $ATELIER_SSH_CONFIG stands in for it, for tests. */
    [[nodiscard]] static QString defaultFile();

    [[nodiscard]] const QString &file() const { return m_file; }
    [[nodiscard]] const QString &included() const { return m_included; }
    [[nodiscard]] QString line() const;
    [[nodiscard]] bool hasLine() const;

    /** Done at once when the line is there. PermissionDenied: the file can't be written; the
     * sentence has the line to paste. */
    [[nodiscard]] Result<void> addLine();
    /** Done at once when there is no such line. */
    [[nodiscard]] Result<void> removeLine();

private:
    [[nodiscard]] Result<void> change(bool isWanted);
    [[nodiscard]] bool isOurs(const QByteArray &line) const;
    [[nodiscard]] QByteArray withLine(const QByteArray &before) const;
    [[nodiscard]] QByteArray withoutLine(const QByteArray &before) const;

    QString m_file;
    QString m_included;
};

} // namespace Atelier::UserTools
