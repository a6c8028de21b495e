// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backend/core/result.h"
#include "backend/keys/keygenerator.h"
#include "backend/keys/publickey.h"

#include <QFuture>
#include <QObject>
#include <QProcess>
#include <QPromise>

#include <memory>

namespace Atelier::Client {
class ControlPlane;
}

namespace Atelier::Notebook {

/** The studio's own key pair (ED25519, 0600), made when it is first needed. Lives in the GUI
 * thread. */
class StudioKey final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(StudioKey)

public:
    explicit StudioKey(const QString &configFolder, QObject *parent = nullptr);

    /** Path of the private key. */
    [[nodiscard]] const QString &file() const;
    /** The public half; makes what is missing. Nothing that exists is overwritten. */
    [[nodiscard]] QFuture<Result<Ssh::PublicKey>> ensure();
    /** Registers the public half with @p controlPlane, once until that is forgotten. */
    [[nodiscard]] QFuture<Result<void>> registerWith(Client::ControlPlane *controlPlane);
    void forgetRegistration();
    /** What the key is registered under: host name and the beginning of its fingerprint. */
    [[nodiscard]] static QString idOf(const Ssh::PublicKey &key);

private:
    void look();
    void make();
    void derivePublic();
    void finish(const Result<Ssh::PublicKey> &result);

    QString m_file;
    Ssh::KeyGenerator m_generator;
    std::unique_ptr<QPromise<Result<Ssh::PublicKey>>> m_promise;
    QFuture<Result<Ssh::PublicKey>> m_future;
    bool m_isRegistered = false;
    QProcess m_process;
};

} // namespace Atelier::Notebook
