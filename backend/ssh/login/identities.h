// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backend/ssh/destination.h"
#include "backend/ssh/login/agentclient.h"
#include "backend/ssh/login/keyfile.h"

#include <QList>
#include <QString>
#include <QStringList>

namespace Atelier::Ssh {

/** A key to try, from a file or in the agent. */
struct Identity
{
    QString label = {}; ///< the file's path or the agent's comment: show as plain text
    QByteArray blob = {};
    bool isInAgent = false;
    KeyFile file = {}; ///< of a key that is not in the agent

    /** "label (SHA256:…)" */
    [[nodiscard]] QString name() const;
    /** "SHA256:…" or empty */
    [[nodiscard]] QString fingerprint() const;
    [[nodiscard]] bool mayBeRsa() const;
    /** Whether the server can be asked about it before a person is asked for its passphrase. */
    [[nodiscard]] bool canBeOffered() const;
};

struct Identities
{
    QList<Identity> usable = {}; ///< in the order to try them
    QStringList skipped = {};    ///< sentences
};

/**
 * The keys of @p destination in OpenSSH's order: those of its files that the agent holds, the
 * agent's others unless identitiesOnly, then the files. @p agent: null or its keys.
 */
[[nodiscard]] Identities gatherIdentities(const Destination &destination, AgentClient *agent);

} // namespace Atelier::Ssh
