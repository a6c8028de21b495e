// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backend/core/result.h"
#include "backend/ssh/exec.h"
#include "backend/ssh/loginshell.h"

#include <memory>

namespace Atelier::Ssh {

/** The output of one command for Connection::exec(), without what the login shell says before it.
 * Its creator's thread writes the command, then one thread adds. */
class ExecOutput final
{
public:
    /** @p maximum: bytes of each stream, with the shell's own. */
    ExecOutput(std::shared_ptr<LoginShell> shell, qsizetype maximum);

    /** What to run instead of @p command. */
    [[nodiscard]] QString command(const QString &command) const;
    /** Exhausted: it is too much. */
    [[nodiscard]] Result<void> addOutput(const QByteArray &data);
    [[nodiscard]] Result<void> addError(const QByteArray &data);
    /** After the last output. */
    [[nodiscard]] ExecResult take(int exitStatus, const QString &signal);

private:
    struct Text
    {
        QByteArray bytes = {};
        bool isMarked = false;   ///< the mark has come and is gone
        bool isPreceded = false; ///< something came before it
    };

    [[nodiscard]] Result<void> add(Text *text, const QByteArray &data) const;

    std::shared_ptr<LoginShell> m_shell;
    qsizetype m_maximum;
    QByteArray m_mark; ///< empty: none is said
    Text m_out;
    Text m_err;
};

} // namespace Atelier::Ssh
