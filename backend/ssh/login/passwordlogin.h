// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backend/ssh/login/logincontext.h"

namespace Atelier::Ssh {

/** The method "password" (RFC 4252, section 8). In the login's thread. */
class PasswordLogin final
{
public:
    explicit PasswordLogin(LoginContext &context);

    /** Asks and tries once. */
    [[nodiscard]] Outcome attempt();

private:
    LoginContext &m_context;
    SecretRequest m_request;
};

} // namespace Atelier::Ssh
