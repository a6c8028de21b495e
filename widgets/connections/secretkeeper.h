// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backend/keychain/keychain.h"
#include "backend/ssh/asker.h"

#include <QHash>
#include <QObject>
#include <QSet>
#include <QString>

namespace Atelier::Connections {

/**
 * What the keychain has to do with the questions of logins: under which name an answer is kept,
 * that only right ones are, and that a wrong one is taken out. Lives in the GUI thread.
 */
class SecretKeeper final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(SecretKeeper)

public:
    /** @p keychain outlives this. */
    explicit SecretKeeper(Keychain *keychain, QObject *parent = nullptr);
    ~SecretKeeper() override;

    /** The name to keep the answer under; empty: it is never kept, because it is good for one time
     * only (codes) or there are several. */
    [[nodiscard]] static QString keyOf(const Ssh::SecretRequest &request);

    [[nodiscard]] QFuture<Result<void>> available() { return m_keychain->available(); }
    /** What is kept for @p request, unless it has just been found wrong. */
    [[nodiscard]] QFuture<Result<std::optional<QString>>> find(const Ssh::SecretRequest &request);
    [[nodiscard]] bool hasRefused(const Ssh::SecretRequest &request) const;
    /** To be kept once it has proved right. */
    void keepWhenRight(const Ssh::SecretRequest &request, const QString &secret);
    void tried(const Ssh::SecretRequest &request, bool wasRight);

Q_SIGNALS:
    /** A sentence: what could not be kept or removed. */
    void failed(const Atelier::Error &error);

private:
    void report(const QFuture<Result<void>> &done);

    Keychain *m_keychain = nullptr;
    QHash<QString, QString> m_pending; ///< ticked, and not tried yet
    QSet<QString> m_used;              ///< the keychain's answer was given
    QSet<QString> m_refused;           ///< it was wrong
};

} // namespace Atelier::Connections
