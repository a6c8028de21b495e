// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backend/ssh/login/logincontext.h"

#include <memory>
#include <utility>
#include <vector>

namespace Atelier::Ssh {

/**
 * The method "keyboard-interactive" (RFC 4256): the server asks what it likes, in any number of
 * rounds. In the login's thread, because libssh2 wants the answers before its callback returns.
 */
class InteractiveLogin final
{
public:
    explicit InteractiveLogin(LoginContext &context);

    /** Goes through all rounds once. */
    [[nodiscard]] Outcome attempt();

private:
    void answer(SecretRequest request, LIBSSH2_USERAUTH_KBDINT_RESPONSE *responses);
    static void respond(const char *name,
                        int nameLength,
                        const char *instruction,
                        int instructionLength,
                        int count,
                        const LIBSSH2_USERAUTH_KBDINT_PROMPT *prompts,
                        LIBSSH2_USERAUTH_KBDINT_RESPONSE *responses,
                        void **abstract);

    LoginContext &m_context;
    int m_attempt = 1;
    int m_otherRounds = 0;         ///< of this attempt: what was asked was no password
    bool m_hasAskedPerson = false; ///< in this attempt
    /** What may serve again when the connection is made anew: passwords, no codes. */
    std::vector<std::pair<SecretRequest, std::shared_ptr<const Secret>>> m_reusable;
};

} // namespace Atelier::Ssh
