// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QProcess>
#include <QString>
#include <QTemporaryDir>

#include <memory>

namespace Atelier::Test {

/**
 * A session bus of its own, on which nothing is started by itself, and on request GNOME's keyring
 * with a folder of its own. The test's environment names them; make it before anything asks for
 * the bus. Ends with this object.
 */
class PrivateBus final
{
    Q_DISABLE_COPY_MOVE(PrivateBus)

public:
    PrivateBus();
    ~PrivateBus();

    /** Error text; empty when the bus is there. */
    [[nodiscard]] QString start();
    /** Starts the keyring, unlocked; it is on the bus some time later. Error text, or empty. */
    [[nodiscard]] QString startKeyring();
    /** Ends the keyring and starts it again with the same secrets, locked; it is on the bus some
     * time later. Error text, or empty. */
    [[nodiscard]] QString lockKeyring();
    /** From now on a keyring's question for its password is taken and never answered, as when the
     * person does not see its window. Error text, or empty. */
    [[nodiscard]] QString leaveQuestionsOpen();
    /** The questions that were taken so far. */
    [[nodiscard]] int openQuestions() const;
    /** Stops the keyring where it is (SIGSTOP): it answers no more. */
    void pauseKeyring();
    void resumeKeyring();

private:
    class Prompter;

    QTemporaryDir m_folder;
    QProcess m_bus;
    QProcess m_keyring;
    std::unique_ptr<Prompter> m_prompter;
};

} // namespace Atelier::Test
