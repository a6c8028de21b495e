// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/ssh/login/interactivelogin.h"

#include "backend/ssh/login/secretstore.h"

#include <cstring>

namespace Atelier::Ssh {

namespace {

/** RFC 4256 leaves the number open; more is no question for a person. */
constexpr int mostPrompts = 32;

/** libssh2's callback gets no word of the caller's; its caller is in this thread. */
thread_local InteractiveLogin *respondingLogin = nullptr;

/** Whether the one question is for the account's password (as PAM asks), not for a code that is
 * good for one time. */
bool asksForPassword(const SecretRequest &request)
{
    return request.prompts.size() == 1 && !request.prompts.first().echo
           && request.prompts.first().text.contains(QLatin1String("password"), Qt::CaseInsensitive)
           && !request.prompts.first().text.contains(QLatin1String("one-time"),
                                                     Qt::CaseInsensitive);
}

/** @p response owns a copy, which libssh2 frees. */
void fill(LIBSSH2_SESSION *session,
          LIBSSH2_USERAUTH_KBDINT_RESPONSE &response,
          const char *data,
          std::size_t size)
{
    response.text = static_cast<char *>(
        AuthWatch::allocate(size + 1, libssh2_session_abstract(session)));
    if (response.text != nullptr) {
        std::memcpy(response.text, data, size);
        response.length = static_cast<unsigned int>(size);
    }
}

} // namespace

InteractiveLogin::InteractiveLogin(LoginContext &context)
    : m_context(context)
{
}

Outcome InteractiveLogin::attempt()
{
    m_otherRounds = 0;
    m_hasAskedPerson = false;
    m_reusable.clear();
    respondingLogin = this;
    const QByteArray &user = m_context.user();
    const int code = m_context.complete([&] {
        return libssh2_userauth_keyboard_interactive_ex(m_context.session(),
                                                        user.constData(),
                                                        static_cast<unsigned int>(user.size()),
                                                        &InteractiveLogin::respond);
    });
    respondingLogin = nullptr;
    const Outcome outcome = m_context.judge(code);
    if (outcome != Outcome::Stopped) {
        const bool wasRight = outcome == Outcome::Accepted || outcome == Outcome::Partial;
        for (auto &[request, secret] : m_reusable) {
            if (wasRight || m_otherRounds == 0) {
                m_context.settle(request, std::move(secret), wasRight);
            } else {
                // The code that was asked for as well may have been the wrong one: the password is
                // asked anew, and stays where the person keeps it.
                m_context.secrets().forget(request);
            }
        }
    }
    m_attempt += m_hasAskedPerson ? 1 : 0;
    return outcome;
}

void InteractiveLogin::respond(const char *name,
                               int nameLength,
                               const char *instruction,
                               int instructionLength,
                               int count,
                               const LIBSSH2_USERAUTH_KBDINT_PROMPT *prompts,
                               LIBSSH2_USERAUTH_KBDINT_RESPONSE *responses,
                               void **)
{
    InteractiveLogin *self = respondingLogin;
    // PAM ends with a round that asks nothing.
    if (self == nullptr || count <= 0 || count > mostPrompts) {
        return;
    }
    const Destination &destination = self->m_context.destination();
    const QString title = QString::fromUtf8(name, nameLength).trimmed();
    const QString text = QString::fromUtf8(instruction, instructionLength).trimmed();
    SecretRequest request{.kind = SecretRequest::Kind::Interactive,
                          .user = destination.user,
                          .host = destination.host,
                          .port = destination.port,
                          .instruction = QString(title + QLatin1Char('\n') + text).trimmed(),
                          .attempt = self->m_attempt};
    for (int index = 0; index < count; ++index) {
        const auto &prompt = prompts[index];                             // NOLINT: libssh2's array
        const auto *bytes = reinterpret_cast<const char *>(prompt.text); // NOLINT: bytes
        request.prompts += {
            .text = QString::fromUtf8(bytes, static_cast<qsizetype>(prompt.length)).trimmed(),
            .echo = prompt.echo != 0};
    }
    self->answer(std::move(request), responses);
}

void InteractiveLogin::answer(SecretRequest request, LIBSSH2_USERAUTH_KBDINT_RESPONSE *responses)
{
    const bool isReusable = asksForPassword(request);
    m_otherRounds += isReusable ? 0 : 1;
    auto secret = isReusable ? m_context.secrets().find(request) : nullptr;
    if (secret) {
        fill(m_context.session(), responses[0], secret->data(), secret->size()); // NOLINT: an array
        m_reusable.emplace_back(std::move(request), std::move(secret));
        return;
    }
    m_hasAskedPerson = true;
    auto answers = m_context.ask(request);
    if (!answers) {
        // libssh2 would send empty answers now, which the server counts as an attempt.
        m_context.cutOff();
        return;
    }
    for (qsizetype index = 0; index < answers->size(); ++index) {
        QByteArray bytes = (*answers)[index].toUtf8();
        fill(m_context.session(),
             responses[index], // NOLINT: libssh2's array
             bytes.constData(),
             static_cast<std::size_t>(bytes.size()));
        if (isReusable) {
            m_reusable.emplace_back(request, std::make_shared<const Secret>(bytes));
        }
        wipe(bytes);
        wipe((*answers)[index]);
    }
}

} // namespace Atelier::Ssh
