// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backend/ssh/hostkey.h"

#include <QList>
#include <QString>
#include <QStringList>

#include <chrono>
#include <memory>
#include <vector>

namespace Atelier::Ssh {

class Asker;
class ConnectObserver;
class KnownHosts;
class SecretStore;

/** An empty store for Destination::secrets. */
[[nodiscard]] std::shared_ptr<SecretStore> makeSecretStore();

/** Whom to connect to, who must answer, and as whom to log in. */
struct Destination
{
    QString host = {}; ///< name or numeric address
    quint16 port = 22;
    QString user = {};

    /** Private keys in the order to try them, OpenSSH or PEM; mode 0600 or stricter. Also names
     *  the agent's keys to prefer, by a public key (PATH.pub) beside or in its place. */
    QStringList identityFiles = {};
    QString agentSocket = {};      ///< path of an ssh-agent's socket; empty: none
    bool identitiesOnly = false;   ///< of the agent's keys, only those that identityFiles name
    bool mayAskPassword = true;    ///< the method "password"; only with an asker
    bool mayAskInteractive = true; ///< the method "keyboard-interactive"; only with an asker

    /** Who must answer. Either exactly one of these keys, or, when the list is empty, what
     *  knownHosts says; without both everybody is refused. Always before any credential. */
    QList<HostKey> hostKeys = {};
    std::shared_ptr<KnownHosts> knownHosts = {};
    QString hostKeyAlias = {}; ///< the name to look up in knownHosts, without a port; empty: host

    /** Through which servers (ProxyJump), the first reached directly. Their own jumps are not
     *  looked at. One without asker or host key rules takes this destination's. */
    std::vector<Destination> jumps = {};

    std::shared_ptr<Asker> asker = {}; ///< null: nobody can be asked
    /** Passphrases and passwords that were right; shared by copies, so that one question
     *  serves several connections. Null: each session has its own. */
    std::shared_ptr<SecretStore> secrets = {};

    std::shared_ptr<ConnectObserver> observer = {}; ///< null: nobody watches

    std::chrono::milliseconds connectTimeout{10'000}; ///< without the time a person takes
    std::chrono::milliseconds keepAlive{15'000};
};

} // namespace Atelier::Ssh
