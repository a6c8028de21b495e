// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backend/client/controlplane.h"
#include "backend/client/launcher.h"

#include <QString>
#include <QTemporaryDir>

#include <memory>

namespace Atelier {

/**
 * A real control plane of its own for one test: all folders in one temporary place, reached through
 * `atelierd` beside the test. At the end every instance is removed and the control plane ended.
 */
class TemporaryHost final
{
    Q_DISABLE_COPY_MOVE(TemporaryHost)

public:
    TemporaryHost();
    ~TemporaryHost();

    /** Starts or finds the control plane and follows it; false after 20 s, with a warning. */
    [[nodiscard]] bool connectClient();
    /** Ends the control plane, starts another and follows that. */
    [[nodiscard]] bool replaceControlPlane();
    /** Creates an instance and waits until it runs. */
    [[nodiscard]] bool createRunning(const QString &name);
    /** SIGKILL, and waits for the end. */
    void killControlPlane();

    [[nodiscard]] Client::ControlPlane &client() { return *m_client; }
    [[nodiscard]] QString stateOf(const QString &name) const;
    [[nodiscard]] QString path(const QString &name) const { return m_folder.filePath(name); }
    [[nodiscard]] QString dataFolder() const { return path(QStringLiteral("data")); }
    [[nodiscard]] qint64 pid() const { return m_endpoint.pid; }

private:
    [[nodiscard]] bool follow(const QFuture<Result<Client::Endpoint>> &answer);
    void removeInstances();
    static void end(qint64 pid);

    QTemporaryDir m_folder;
    std::unique_ptr<Client::Launcher> m_launcher;
    std::unique_ptr<Client::ControlPlane> m_client;
    Client::Endpoint m_endpoint;
    QList<qint64>
        m_started; // every process that the launcher started, also those that never answered
};

} // namespace Atelier
