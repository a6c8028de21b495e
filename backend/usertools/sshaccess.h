// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backend/arm/computeinstance.h"
#include "backend/core/result.h"
#include "backend/usertools/sshincludefolder.h"
#include "backend/usertools/sshuserconfig.h"

#include <QFuture>
#include <QHash>
#include <QObject>
#include <QSet>
#include <QTimer>

#include <functional>

namespace Atelier::Client {
class ControlPlane;
}

namespace Atelier::UserTools {

/** What SshAccess is built on. */
struct SshAccessServices
{
    Client::ControlPlane *controlPlane = nullptr;
    std::function<QFuture<Result<void>>()> letIn = {}; ///< makes the studio's key good everywhere
    QString keyFile = {};                              ///< its private half
    QString folder = {};                               ///< for the files that OpenSSH reads
    QString userConfig = {};                           ///< `~/.ssh/config`
};

/**
 * Keeps every instance reachable by its name for OpenSSH and what is built on it: follows the
 * control plane, asks where a new or newly started instance listens, and writes that down at once.
 * A stopped instance keeps its block, a deleted one loses it. Lives in the GUI thread.
 */
class SshAccess final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(SshAccess)

public:
    explicit SshAccess(SshAccessServices services, QObject *parent = nullptr);
    ~SshAccess() override;

    /** The file with the names; good for `ssh -F` also when nobody includes it. */
    [[nodiscard]] QString configFile() const;
    /** The name by which OpenSSH knows @p instance; empty while it doesn't. */
    [[nodiscard]] QString alias(const QString &instance) const;
    /** Gives the name once `ssh NAME` works: the key is let in, the address is that of now. */
    [[nodiscard]] QFuture<Result<QString>> prepare(const QString &instance);

    /** The person's own file, and whether it includes ours. */
    [[nodiscard]] SshUserConfig userConfig() const;
    [[nodiscard]] bool isIncluded() const;
    [[nodiscard]] Result<void> include(bool isWanted);

Q_SIGNALS:
    /** Names, addresses or the person's file. */
    void changed();
    void failed(const Atelier::Error &error);

private:
    void follow();
    void look(const Arm::ComputeInstance &instance);
    void removeMissing();
    void ask(const QString &instance, const QString &run);
    void write();

    SshAccessServices m_services;
    SshIncludeFolder m_folder;
    QMap<QString, KnownHost> m_known;
    QMap<QString, QString> m_aliases;
    QHash<QString, QString> m_asked; ///< the run that an instance was asked for last
    QTimer m_writing;                ///< takes a burst of answers as one
    QString m_fault;                 ///< told already
};

} // namespace Atelier::UserTools
