// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/ssh/login/secretstore.h"

namespace Atelier::Ssh {

namespace {

QString accountKey(SecretRequest::Kind kind, const QString &user, const QString &host, quint16 port)
{
    return QStringList{
        QString::number(static_cast<int>(kind)), user, host, QString::number(port), {}}
        .join(QChar(0));
}

/** The same question again, whatever the attempt. A key's passphrase is the same for every host. */
QString keyOf(const SecretRequest &request)
{
    if (request.kind == SecretRequest::Kind::Passphrase) {
        return request.subject;
    }
    QString key = accountKey(request.kind, request.user, request.host, request.port);
    for (const SecretPrompt &prompt : request.prompts) {
        key += prompt.text + QChar(0);
    }
    return key;
}

} // namespace

std::shared_ptr<const Secret> SecretStore::find(const SecretRequest &request) const
{
    const QMutexLocker locker(&m_mutex);
    const auto found = m_secrets.find(keyOf(request));
    return found == m_secrets.end() ? nullptr : found->second;
}

bool SecretStore::holds(SecretRequest::Kind kind, const Destination &destination) const
{
    const QString prefix = accountKey(kind, destination.user, destination.host, destination.port);
    const QMutexLocker locker(&m_mutex);
    const auto found = m_secrets.lower_bound(prefix);
    return found != m_secrets.end() && found->first.startsWith(prefix);
}

bool SecretStore::isEmpty() const
{
    const QMutexLocker locker(&m_mutex);
    return m_secrets.empty();
}

void SecretStore::keep(const SecretRequest &request, std::shared_ptr<const Secret> secret)
{
    const QMutexLocker locker(&m_mutex);
    m_secrets[keyOf(request)] = std::move(secret);
}

void SecretStore::forget(const SecretRequest &request)
{
    const QMutexLocker locker(&m_mutex);
    m_secrets.erase(keyOf(request));
}

std::shared_ptr<SecretStore> makeSecretStore()
{
    return std::make_shared<SecretStore>();
}

Destination withSecrets(Destination destination, const std::shared_ptr<SecretStore> &earlier)
{
    if (!destination.secrets) {
        destination.secrets = earlier ? earlier : makeSecretStore();
    }
    return destination;
}

} // namespace Atelier::Ssh
