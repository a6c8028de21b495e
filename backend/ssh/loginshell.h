// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QString>

#include <atomic>
#include <cstdint>

namespace Atelier::Ssh {

/**
 * What is known of the shell through which a server runs commands. Servers run a command by
 * "SHELL -c", and most shells read a file of the user's before, which may print: ~/.bashrc (bash,
 * when sshd starts it), ~/.cshrc, config.fish, ~/.zshenv. So the first command of a connection says
 * a mark on both streams before its own output; what comes before the mark is not the command's.
 * Where nothing does, later commands go without: no round trip is lost, and one short process on
 * the server. May be used from any thread.
 */
class LoginShell final
{
public:
    [[nodiscard]] bool wantsMark() const { return m_kind != Kind::Silent; }
    /** After a command with a mark: whether there was anything before it. */
    void learn(bool isChatty);
    /** After one without any mark: this server does not say marks, as where only one command is
     *  allowed (ForceCommand, which finds the first command's mark in $SSH_ORIGINAL_COMMAND). */
    void giveUp() { learn(false); }
    /** Another connection: the file may be another one. */
    void forget() { m_kind = Kind::Unknown; }

private:
    enum class Kind : std::uint8_t { Unknown, Silent, Chatty };
    std::atomic<Kind> m_kind = Kind::Unknown;
};

/** A line that nobody else says: letters, digits and a line feed. */
[[nodiscard]] QByteArray newShellMark();

/**
 * @p command behind @p mark on both streams, in words that mean the same to sh, bash, dash, zsh,
 * ksh, busybox, fish, csh and tcsh: a word, a single-quoted text without quotes, backslashes and
 * "!", and ";". Redirecting standard error alone can't be said in all (csh), so sh does it. The
 * status is the command's; so is the signal, as shells replace themselves by the last command of a
 * list (bash before 5.1 doesn't: its status is then 128 + the signal).
 */
[[nodiscard]] QString markedCommand(const QString &command, const QByteArray &mark);

} // namespace Atelier::Ssh
