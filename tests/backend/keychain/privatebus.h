// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QProcess>
#include <QString>
#include <QTemporaryDir>

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
    /** Stops the keyring where it is (SIGSTOP): it answers no more. */
    void pauseKeyring();
    void resumeKeyring();

private:
    QTemporaryDir m_folder;
    QProcess m_bus;
    QProcess m_keyring;
};

} // namespace Atelier::Test
