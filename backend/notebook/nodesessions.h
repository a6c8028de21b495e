// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backend/core/result.h"
#include "backend/ssh/session.h"

#include <QFuture>
#include <QObject>

#include <memory>

namespace Atelier::Client {
class ControlPlane;
}

namespace Atelier::Notebook {

/**
 * The SSH sessions of the studio, one an instance, opened when first asked for. Makes the studio's
 * own key (ED25519, 0600, in the config folder) when there is none and registers it with the
 * control plane. When an instance stops its session is closed; when it runs again the session is
 * opened with the new access data, so that tunnels come back on the same local port.
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
    [[nodiscard]] QFuture<Result<Ssh::Session *>> session(const QString &instance);
    /** The session when one was made already. */
    [[nodiscard]] Ssh::Session *existing(const QString &instance) const;
    /** Path of the studio's private key file. */
    [[nodiscard]] QString keyFile() const;

private:
    class Private;
    std::unique_ptr<Private> d;
};

} // namespace Atelier::Notebook
