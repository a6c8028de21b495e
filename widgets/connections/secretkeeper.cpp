// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/connections/secretkeeper.h"

#include "backend/core/async.h"

#include <QPromise>

namespace Atelier::Connections {

using Kind = Ssh::SecretRequest::Kind;

SecretKeeper::SecretKeeper(Keychain *keychain, QObject *parent)
    : QObject(parent)
    , m_keychain(keychain)
{
}

SecretKeeper::~SecretKeeper() = default;

QString SecretKeeper::keyOf(const Ssh::SecretRequest &request)
{
    if (request.prompts.size() != 1 || request.prompts.first().echo) {
        return {};
    }
    if (request.kind == Kind::Passphrase) {
        return QLatin1String("ssh-key ")
               + (request.fingerprint.isEmpty() ? request.subject : request.fingerprint);
    }
    const QString &prompt = request.prompts.first().text;
    // PAM asks for the password this way; other questions are for codes that are good once.
    if (request.kind == Kind::Interactive
        && (!prompt.contains(QLatin1String("password"), Qt::CaseInsensitive)
            || prompt.contains(QLatin1String("one-time"), Qt::CaseInsensitive))) {
        return {};
    }
    return QLatin1String("ssh ") + request.user + u'@' + request.host.toLower() + u':'
           + QString::number(request.port);
}

QFuture<Result<std::optional<QString>>> SecretKeeper::find(const Ssh::SecretRequest &request)
{
    const QString key = keyOf(request);
    if (key.isEmpty() || request.attempt > 1 || m_refused.contains(key)) {
        QPromise<Result<std::optional<QString>>> nothing;
        nothing.start();
        nothing.addResult(std::optional<QString>());
        nothing.finish();
        return nothing.future();
    }
    const auto found = m_keychain->read(key);
    whenDone(found, this, [this, key](const Result<std::optional<QString>> &secret) {
        if (secret && *secret) {
            m_used.insert(key);
        }
    });
    return found;
}

bool SecretKeeper::hasRefused(const Ssh::SecretRequest &request) const
{
    return m_refused.contains(keyOf(request));
}

void SecretKeeper::keepWhenRight(const Ssh::SecretRequest &request, const QString &secret)
{
    const QString key = keyOf(request);
    m_pending.remove(key);
    m_used.remove(key); // what is tried next is this one, not the keychain's
    if (!secret.isNull()) {
        m_pending.insert(key, secret);
    }
}

void SecretKeeper::tried(const Ssh::SecretRequest &request, bool wasRight)
{
    const QString key = keyOf(request);
    const QString pending = m_pending.take(key);
    const bool wasKept = m_used.remove(key);
    if (key.isEmpty()) {
        return;
    }
    if (wasRight) {
        m_refused.remove(key);
        if (!pending.isNull()) {
            report(m_keychain->write(key, pending));
        }
    } else if (wasKept) {
        m_refused.insert(key);
        report(m_keychain->remove(key));
    }
}

void SecretKeeper::report(const QFuture<Result<void>> &done)
{
    whenDone(done, this, [this](const Result<void> &result) {
        if (!result) {
            Q_EMIT failed(result.error());
        }
    });
}

} // namespace Atelier::Connections
