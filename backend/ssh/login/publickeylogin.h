// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backend/ssh/login/agentclient.h"
#include "backend/ssh/login/identities.h"
#include "backend/ssh/login/logincontext.h"

namespace Atelier::Ssh {

/** The method "publickey" (RFC 4252, section 7), one key at a time. In the login's thread. */
class PublicKeyLogin final
{
public:
    PublicKeyLogin(LoginContext &context, AgentClient *agent);

    [[nodiscard]] Outcome attempt(const Identity &identity);
    /** After Outcome::Unusable: why, as a sentence. */
    [[nodiscard]] const QString &reason() const { return m_reason; }

private:
    struct Signing;

    Outcome withAgent(const Identity &identity);
    Outcome withFile(const KeyFile &file, const char *passphrase);
    Outcome withEncryptedFile(const Identity &identity);
    [[nodiscard]] bool isWanted(const Identity &identity, Outcome &outcome);
    Outcome query(const QByteArray &blob, Signing &signing);
    Outcome unusable(const QString &reason);
    static int sign(LIBSSH2_SESSION *session,
                    unsigned char **signature,
                    std::size_t *length,
                    const unsigned char *data,
                    std::size_t size,
                    void **abstract);

    LoginContext &m_context;
    AgentClient *m_agent;
    QString m_reason;
};

} // namespace Atelier::Ssh
