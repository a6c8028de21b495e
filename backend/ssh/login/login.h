// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backend/ssh/login/agentclient.h"
#include "backend/ssh/login/identities.h"
#include "backend/ssh/login/interactivelogin.h"
#include "backend/ssh/login/logincontext.h"
#include "backend/ssh/login/loginerrors.h"
#include "backend/ssh/login/passwordlogin.h"
#include "backend/ssh/login/publickeylogin.h"

#include <optional>

namespace Atelier::Ssh {

/**
 * One login from the host key on: verifies, and goes through keys, keyboard-interactive and
 * password as OpenSSH does, each only while the server offers it, until it is satisfied or nothing
 * is left. What it offers is asked only where no key can be tried at once. In a thread of its own
 * (LoginThread).
 */
class Login final
{
public:
    explicit Login(LoginContext &context);
    Login(const Login &) = delete;
    Login &operator=(const Login &) = delete;
    /** Wipes the keys. */
    ~Login();

    [[nodiscard]] Result<void> run();

private:
    Outcome begin();
    Outcome askMethods();
    [[nodiscard]] std::optional<Outcome> step();
    Outcome tryKey();
    Outcome tryAsking(Outcome outcome, const char *method, int &attempts);
    void gather();
    /** By a person, or with what one has said before. */
    [[nodiscard]] bool canAnswer(SecretRequest::Kind kind) const;
    /** Whether anybody, or what somebody said before, can answer a server that asks. */
    [[nodiscard]] bool mayAskPerson() const;
    [[nodiscard]] bool offers(const char *method) const;
    [[nodiscard]] Error endError() const;

    LoginContext &m_context;
    std::optional<AgentClient> m_agent;
    PublicKeyLogin m_publicKey;
    InteractiveLogin m_interactive;
    PasswordLogin m_password;
    int m_interactiveAttempts = 0;
    int m_passwordAttempts = 0;
    bool m_hasAskedMethods = false;
    bool m_isGathered = false;
    QList<Identity> m_identities; ///< those that have not succeeded
    qsizetype m_nextIdentity = 0;
    LoginRecord m_record;
};

} // namespace Atelier::Ssh
