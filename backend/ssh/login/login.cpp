// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/ssh/login/login.h"

#include "backend/ssh/connectnotes.h"
#include "backend/ssh/errors.h"
#include "backend/ssh/login/hostverification.h"
#include "backend/ssh/login/secret.h"
#include "backend/ssh/login/secretstore.h"

namespace Atelier::Ssh {

namespace {

/** As NumberOfPasswordPrompts of ssh_config(5). */
constexpr int askingAttempts = 3;

constexpr const char *publicKeyMethod = "publickey";
constexpr const char *interactiveMethod = "keyboard-interactive";
constexpr const char *passwordMethod = "password";

std::optional<AgentClient> agentFor(LoginContext &context)
{
    const QString &path = context.destination().agentSocket;
    return path.isEmpty() ? std::nullopt : std::optional<AgentClient>(std::in_place, context, path);
}

} // namespace

Login::Login(LoginContext &context)
    : m_context(context)
    , m_agent(agentFor(context))
    , m_publicKey(context, m_agent ? &*m_agent : nullptr)
    , m_interactive(context)
    , m_password(context)
{
}

Login::~Login()
{
    for (Identity &identity : m_identities) {
        wipe(identity.file.content);
    }
}

Result<void> Login::run()
{
    noteHostPresented(m_context.destination(), m_context.session());
    if (auto verified = verifyHost(m_context); !verified) {
        return verified;
    }
    noteHostVerified(m_context.destination(), m_context.session());
    Outcome outcome = begin();
    while (outcome != Outcome::Accepted && outcome != Outcome::Stopped) {
        if (const auto &refusal = m_context.watch().refusal()) {
            m_record.offered = refusal->methods;
        }
        const auto next = step();
        if (!next) {
            // Asked for only now, where a key was tried at once: a server may want no proof.
            return !m_hasAskedMethods && askMethods() == Outcome::Accepted
                       ? Result<void>()
                       : failure(refusedError(m_context.destination(), m_record));
        }
        outcome = *next;
    }
    return outcome == Outcome::Accepted ? Result<void>() : failure(endError());
}

Outcome Login::begin()
{
    if (mayAskPerson()) {
        return askMethods();
    }
    // To ask for the methods takes a round trip, and a key that is taken at once needs none of
    // them. A refusal names them as well. But servers count refused keys, and not that question: a
    // person would have fewer attempts.
    gather();
    Outcome outcome = Outcome::Unusable;
    while (outcome == Outcome::Unusable && m_nextIdentity < m_identities.size()
           && m_identities.at(m_nextIdentity).canBeOffered()) {
        outcome = tryKey();
    }
    if (m_context.stopped()) {
        return Outcome::Stopped;
    }
    if (outcome == Outcome::Unusable) {
        return askMethods();
    }
    const auto &refusal = m_context.watch().refusal();
    if (outcome == Outcome::Refused && refusal
        && !refusal->methods.contains(QByteArray(publicKeyMethod))) {
        // No key was looked at: that may come later, behind another method.
        m_nextIdentity = 0;
        m_record.triedKeys.clear();
    }
    return outcome;
}

Error Login::endError() const
{
    const auto &farewell = m_context.watch().farewell();
    if (farewell && farewell->message.contains(QLatin1String("too many"), Qt::CaseInsensitive)) {
        return tooManyError(m_context.destination(), m_record);
    }
    return m_context.stopped().value_or(cancelledError());
}

Outcome Login::askMethods()
{
    m_hasAskedMethods = true;
    LIBSSH2_SESSION *session = m_context.session();
    const QByteArray &user = m_context.user();
    const char *methods = nullptr;
    const int code = m_context.complete([&] {
        methods = libssh2_userauth_list(
            session, user.constData(), static_cast<unsigned int>(user.size()));
        return methods != nullptr ? 0 : libssh2_session_last_errno(session);
    });
    if (methods != nullptr) {
        m_record.offered = QByteArray(methods).split(',');
        m_record.offered.removeAll(QByteArray());
        return Outcome::Refused;
    }
    if (libssh2_userauth_authenticated(session) != 0) {
        noteLoggedIn(m_context.destination(), QStringLiteral("none"));
        return Outcome::Accepted; // the server wants no proof
    }
    if (m_context.judge(code) != Outcome::Stopped) {
        m_context.stop(lostError(m_context.destination(), lastDetail(session, code)));
    }
    return Outcome::Stopped;
}

bool Login::offers(const char *method) const
{
    return m_record.offered.contains(QByteArray(method));
}

bool Login::mayAskPerson() const
{
    const Destination &destination = m_context.destination();
    return (destination.mayAskInteractive && canAnswer(SecretRequest::Kind::Interactive))
           || (destination.mayAskPassword && canAnswer(SecretRequest::Kind::Password));
}

std::optional<Outcome> Login::step()
{
    const Destination &destination = m_context.destination();
    if (offers(publicKeyMethod)) {
        gather();
        if (m_nextIdentity < m_identities.size()) {
            return tryKey();
        }
    }
    if (m_context.stopped()) {
        return Outcome::Stopped;
    }
    if (offers(interactiveMethod) && destination.mayAskInteractive
        && canAnswer(SecretRequest::Kind::Interactive) && m_interactiveAttempts < askingAttempts) {
        return tryAsking(m_interactive.attempt(), interactiveMethod, m_interactiveAttempts);
    }
    if (offers(passwordMethod) && destination.mayAskPassword
        && canAnswer(SecretRequest::Kind::Password) && m_passwordAttempts < askingAttempts) {
        return tryAsking(m_password.attempt(), passwordMethod, m_passwordAttempts);
    }
    return std::nullopt;
}

bool Login::canAnswer(SecretRequest::Kind kind) const
{
    const Destination &destination = m_context.destination();
    return destination.asker || m_context.secrets().holds(kind, destination);
}

void Login::gather()
{
    if (std::exchange(m_isGathered, true)) {
        return;
    }
    auto found = gatherIdentities(m_context.destination(), m_agent ? &*m_agent : nullptr);
    m_identities = std::move(found.usable);
    m_record.skipped = std::move(found.skipped);
}

Outcome Login::tryKey()
{
    const Identity &identity = m_identities.at(m_nextIdentity);
    const Outcome outcome = m_publicKey.attempt(identity);
    if (outcome == Outcome::Unusable) {
        m_record.skipped += m_publicKey.reason();
    } else if (!m_record.triedKeys.contains(identity.name())) {
        m_record.triedKeys += identity.name();
    }
    if (outcome == Outcome::Accepted) {
        noteLoggedIn(m_context.destination(),
                     QString(QStringLiteral("publickey, ") + identity.name()));
    }
    ++m_nextIdentity;
    if (outcome == Outcome::Partial) {
        // Another key may be wanted as well, and one that was refused before may be that.
        wipe(m_identities[m_nextIdentity - 1].file.content);
        m_identities.removeAt(m_nextIdentity - 1);
        m_nextIdentity = 0;
    }
    return outcome;
}

Outcome Login::tryAsking(Outcome outcome, const char *method, int &attempts)
{
    ++attempts;
    const QString name = QString::fromLatin1(method);
    if (!m_record.triedOthers.contains(name)) {
        m_record.triedOthers += name;
    }
    if (outcome == Outcome::Accepted) {
        noteLoggedIn(m_context.destination(), name);
    }
    if (outcome == Outcome::Unusable) {
        m_record.offered.removeAll(QByteArray(method));
    }
    return outcome;
}

} // namespace Atelier::Ssh
