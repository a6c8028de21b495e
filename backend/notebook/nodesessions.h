// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backend/core/result.h"
#include "backend/ssh/connection.h"

#include <QFuture>
#include <QObject>

#include <memory>

namespace Atelier::Client {
class ControlPlane;
}

namespace Atelier::Notebook {

/**
 * The SSH connections of the studio, one an instance (by a Pool), opened when first asked for.
 * Makes the studio's own key (ED25519, 0600, in the config folder) when there is none and registers
 * it with the control plane. When an instance stops its session is closed; when it runs again the
 * session is opened with the new access data, so that tunnels come back on the same local port.
 */
class NodeSessions final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(NodeSessions)

public:
    NodeSessions(Client::ControlPlane *controlPlane,
                 const QString &configFolder,
                 QObject *parent = nullptr);
    ~NodeSessions() override;

    /** A session in state Ready, or why there is none. The session stays this object's. */
    [[nodiscard]] QFuture<Result<Ssh::Connection *>> session(const QString &instance);
    /** The session when one was made already. */
    [[nodiscard]] Ssh::Connection *existing(const QString &instance) const;
    /** Makes the studio's key when there is none and lets it in at every instance, without opening
     * a session: for who logs in with it by other means. */
    [[nodiscard]] QFuture<Result<void>> registerKey();
    /** Path of the studio's private key file. */
    [[nodiscard]] QString keyFile() const;

Q_SIGNALS:
    /** A session to @p instance is ready, also when it is so again. */
    void opened(const QString &instance);

private:
    class Private;
    std::unique_ptr<Private> d;
};

} // namespace Atelier::Notebook
