// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/ssh/login/passwordlogin.h"

#include "backend/ssh/login/loginerrors.h"
#include "backend/ssh/login/secretstore.h"

#include <QCoreApplication>

namespace Atelier::Ssh {

PasswordLogin::PasswordLogin(LoginContext &context)
    : m_context(context)
    , m_request{
          .kind = SecretRequest::Kind::Password,
          .user = context.destination().user,
          .host = context.destination().host,
          .port = context.destination().port,
          .prompts = {{.text = QCoreApplication::translate("Ssh::PasswordLogin", "Password")}}}
{
}

Outcome PasswordLogin::attempt()
{
    auto secret = m_context.secrets().find(m_request);
    const bool wasKept = secret != nullptr;
    if (!secret) {
        secret = m_context.askOne(m_request);
    }
    if (!secret) {
        return Outcome::Stopped;
    }
    const QByteArray &user = m_context.user();
    const int code = m_context.complete([&] {
        return libssh2_userauth_password_ex(m_context.session(),
                                            user.constData(),
                                            static_cast<unsigned int>(user.size()),
                                            secret->data(),
                                            static_cast<unsigned int>(secret->size()),
                                            nullptr);
    });
    const Outcome outcome = m_context.judge(code);
    if (code == LIBSSH2_ERROR_PASSWORD_EXPIRED) {
        m_context.stop(expiredError(m_context.destination()));
        return Outcome::Stopped;
    }
    if (outcome != Outcome::Stopped) {
        m_context.settle(
            m_request, secret, outcome == Outcome::Accepted || outcome == Outcome::Partial);
    }
    m_request.attempt += wasKept ? 0 : 1;
    return outcome;
}

} // namespace Atelier::Ssh
