// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backend/keychain/keychain.h"
#include "tests/support/testsshd.h"
#include "widgets/connections/checkdialog.h"

#include <QSettings>

#include <memory>

namespace Atelier::Test {

/** A real server with a configuration of ssh that leads to it as “box” and “gate”, for *Check an
 * SSH connection…*. No keychain and no agent of the desktop has a part in it. */
class CheckServer final
{
    Q_DISABLE_COPY_MOVE(CheckServer)

public:
    /** @p extraConfig as of TestSshd. */
    explicit CheckServer(const QStringList &extraConfig = {});
    ~CheckServer();

    /** Error text; empty when it listens. */
    [[nodiscard]] QString start();
    /** Has PAM ask for @p password, and no key is taken. Error text, or empty. */
    [[nodiscard]] QString takePassword(const QString &password);
    /** Writes the configuration of ssh, with @p more in front. */
    void configure(const QString &more = {});
    /** Writes the server's present host key into known_hosts, and nothing else. */
    void recordKey();
    [[nodiscard]] QByteArray knownHosts() const;
    /** Makes a key that may log in and needs @p passphrase, and takes the other one away. */
    [[nodiscard]] QString lockKey(const QString &passphrase);
    [[nodiscard]] Connections::CheckDialog::Services services();

    TestSshd sshd;

private:
    Keychain m_keychain;
    std::unique_ptr<QSettings> m_settings;
};

} // namespace Atelier::Test
