// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backend/core/result.h"

#include <QFuture>
#include <QObject>
#include <QString>

#include <chrono>
#include <functional>
#include <optional>

namespace QKeychain {
class Job;
}

namespace Atelier {

/**
 * Secrets in the desktop's keychain (Secret Service or KWallet, by QtKeychain). Nothing is ever
 * written anywhere else: without a keychain every call says so.
 *
 * Lives in the GUI thread, which never waits for it: a keychain that is locked asks for its own
 * password, and a call that is not answered ends with Error::Code::TimedOut. QtKeychain takes one
 * call at a time, so those behind it wait as well.
 */
class Keychain final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(Keychain)

public:
    /** @p service: under which name the desktop's programs show the secrets. */
    explicit Keychain(QString service, QObject *parent = nullptr);
    ~Keychain() override;

    /** For every call, from its start; a minute at first, in which a person may unlock. */
    void setPatience(std::chrono::milliseconds patience);

    /** Whether there is one; the error says why not. */
    [[nodiscard]] QFuture<Result<void>> available();
    /** Nothing when no secret is kept under @p key. */
    [[nodiscard]] QFuture<Result<std::optional<QString>>> read(const QString &key);
    [[nodiscard]] QFuture<Result<void>> write(const QString &key, const QString &secret);
    /** Also fine when there is none. */
    [[nodiscard]] QFuture<Result<void>> remove(const QString &key);

private:
    template<typename T>
    class Call;

    /** Runs @p make's job once a keychain was found, and gives what @p take makes of it. */
    template<typename T>
    QFuture<Result<T>> run(std::function<QKeychain::Job *()> make,
                           std::function<Result<T>(QKeychain::Job *)> take);

    QString m_service;
    std::chrono::milliseconds m_patience{60'000};
};

} // namespace Atelier
