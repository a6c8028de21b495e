// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backend/server/apiserver.h"
#include "backend/server/instanceregistry.h"

#include <QObject>
#include <QTimer>

namespace Atelier::Daemon {

/** Says when the control plane is no longer needed: nothing runs or changes and nobody follows for
 * a minute. */
class IdleWatch final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(IdleWatch)

public:
    IdleWatch(const Server::InstanceRegistry *registry,
              const Server::ApiServer *server,
              QObject *parent = nullptr);

Q_SIGNALS:
    void idle();

private:
    void look();

    const Server::InstanceRegistry *m_registry;
    const Server::ApiServer *m_server;
    QTimer m_minute;
};

} // namespace Atelier::Daemon
