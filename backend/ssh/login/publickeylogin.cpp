// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/ssh/login/publickeylogin.h"

#include "backend/ssh/login/secretstore.h"
#include "backend/ssh/login/wire.h"

#include <QCoreApplication>

#include <cstring>

namespace Atelier::Ssh {

namespace {

constexpr int passphraseAttempts = 3;

QString keyText(const char *text)
{
    return QCoreApplication::translate("Ssh::PublicKeyLogin", text);
}

/** The signature method in what is to be signed (RFC 4252, section 7). */
QByteArray methodIn(const QByteArray &data)
{
    WireReader reader(data);
    static_cast<void>(reader.text()); // session identifier
    static_cast<void>(reader.byte()); // SSH_MSG_USERAUTH_REQUEST
    static_cast<void>(reader.text()); // user
    static_cast<void>(reader.text()); // service
    static_cast<void>(reader.text()); // "publickey"
    static_cast<void>(reader.byte()); // TRUE
    return reader.text().value_or(QByteArray());
}

} // namespace

/** What libssh2 asks for once the server has said that it takes the key. */
struct PublicKeyLogin::Signing
{
    AgentClient *agent = nullptr; ///< null: the question was all that was wanted
    QByteArray blob = {};
    bool wasAsked = false;
    std::optional<Error> error = {};
};

PublicKeyLogin::PublicKeyLogin(LoginContext &context, AgentClient *agent)
    : m_context(context)
    , m_agent(agent)
{
}

Outcome PublicKeyLogin::unusable(const QString &reason)
{
    m_reason = reason;
    return Outcome::Unusable;
}

Outcome PublicKeyLogin::attempt(const Identity &identity)
{
    m_reason.clear();
    if (identity.mayBeRsa() && !m_context.watch().takesRsaSha2()) {
        return unusable(keyText(QT_TRANSLATE_NOOP("Ssh::PublicKeyLogin",
                                                  "%1 is an RSA key, and the server takes only "
                                                  "signatures with SHA-1 of those."))
                            .arg(identity.name()));
    }
    if (identity.isInAgent) {
        return withAgent(identity);
    }
    if (identity.file.isEncrypted) {
        return withEncryptedFile(identity);
    }
    const Outcome outcome = withFile(identity.file, "");
    if (outcome == Outcome::Accepted) {
        m_context.keyFileAccepted(identity.label);
    }
    return outcome == Outcome::Unusable
               ? unusable(keyText(QT_TRANSLATE_NOOP(
                                      "Ssh::PublicKeyLogin",
                                      "The key file %1 can't be used: it is damaged, or of an "
                                      "unsupported kind."))
                              .arg(identity.label))
               : outcome;
}

int PublicKeyLogin::sign(LIBSSH2_SESSION *session,
                         unsigned char **signature,
                         std::size_t *length,
                         const unsigned char *data,
                         std::size_t size,
                         void **abstract)
{
    auto *signing = static_cast<Signing *>(*abstract);
    signing->wasAsked = true;
    if (signing->agent == nullptr) {
        return -1;
    }
    const QByteArray bytes(reinterpret_cast<const char *>(data), // NOLINT: bytes
                           static_cast<qsizetype>(size));
    const auto answer = signing->agent->sign(signing->blob, bytes, methodIn(bytes));
    if (!answer) {
        signing->error = answer.error();
        return -1;
    }
    *length = static_cast<std::size_t>(answer->size());
    *signature = static_cast<unsigned char *>(
        AuthWatch::allocate(*length, libssh2_session_abstract(session)));
    if (*signature == nullptr) {
        return -1;
    }
    std::memcpy(*signature, answer->constData(), *length);
    return 0;
}

Outcome PublicKeyLogin::query(const QByteArray &blob, Signing &signing)
{
    void *abstract = &signing;
    return m_context.judge(m_context.complete([&] {
        return libssh2_userauth_publickey(
            m_context.session(),
            m_context.user().constData(),
            reinterpret_cast<const unsigned char *>(blob.constData()), // NOLINT: bytes
            static_cast<std::size_t>(blob.size()),
            &PublicKeyLogin::sign,
            &abstract);
    }));
}

Outcome PublicKeyLogin::withAgent(const Identity &identity)
{
    Signing signing{.agent = m_agent, .blob = identity.blob};
    const Outcome outcome = query(identity.blob, signing);
    if (outcome != Outcome::Unusable) {
        return outcome;
    }
    const QString why = signing.error ? signing.error->message : QString();
    return unusable(keyText(QT_TRANSLATE_NOOP("Ssh::PublicKeyLogin",
                                              "The server takes the key %1, but it could not be "
                                              "used. %2"))
                        .arg(identity.name(), why)
                        .trimmed());
}

Outcome PublicKeyLogin::withFile(const KeyFile &file, const char *passphrase)
{
    const auto request = [&] {
        return libssh2_userauth_publickey_frommemory(
            m_context.session(),
            m_context.user().constData(),
            static_cast<std::size_t>(m_context.user().size()),
            nullptr,
            0,
            file.content.constData(),
            static_cast<std::size_t>(file.content.size()),
            passphrase);
    };
    return m_context.judge(file.isEncrypted ? m_context.completeComputing(request)
                                            : m_context.complete(request));
}

bool PublicKeyLogin::isWanted(const Identity &identity, Outcome &outcome)
{
    // Nobody is asked for the passphrase of a key that the server doesn't take.
    if (identity.blob.isEmpty()) {
        return true;
    }
    Signing signing;
    outcome = query(identity.blob, signing);
    return outcome == Outcome::Unusable && signing.wasAsked;
}

Outcome PublicKeyLogin::withEncryptedFile(const Identity &identity)
{
    SecretRequest request{
        .kind = SecretRequest::Kind::Passphrase,
        .user = m_context.destination().user,
        .host = m_context.destination().host,
        .port = m_context.destination().port,
        .subject = identity.label,
        .fingerprint = identity.fingerprint(),
        .prompts = {{.text = keyText(QT_TRANSLATE_NOOP("Ssh::PublicKeyLogin", "Passphrase"))}}};
    auto secret = m_context.secrets().find(request);
    Outcome outcome = Outcome::Unusable;
    if (!secret && !isWanted(identity, outcome)) {
        return outcome;
    }
    const auto &asker = m_context.destination().asker;
    for (; secret || (asker && request.attempt <= passphraseAttempts); secret.reset()) {
        const bool wasKept = secret != nullptr;
        if (!secret) {
            secret = m_context.askOne(request);
            if (!secret) {
                return Outcome::Stopped;
            }
        }
        outcome = withFile(identity.file, secret->data());
        if (outcome == Outcome::Stopped) {
            return outcome;
        }
        // libssh2 opens the key before it sends anything: no answer of the server, no key.
        m_context.settle(request, secret, outcome != Outcome::Unusable);
        if (outcome != Outcome::Unusable) {
            return outcome;
        }
        request.attempt += wasKept ? 0 : 1;
    }
    return unusable(
        asker ? keyText(QT_TRANSLATE_NOOP("Ssh::PublicKeyLogin",
                                          "The passphrase of the key %1 was wrong %2 times."))
                    .arg(identity.name(), QString::number(passphraseAttempts))
              : keyText(QT_TRANSLATE_NOOP("Ssh::PublicKeyLogin",
                                          "The key %1 is protected by a passphrase, and there is "
                                          "nobody to ask for it."))
                    .arg(identity.name()));
}

} // namespace Atelier::Ssh
