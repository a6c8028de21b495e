// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/daemon/endpointfile.h"
#include "app/daemon/folderlock.h"
#include "app/daemon/idlewatch.h"
#include "backend/engine/local/localengine.h"
#include "backend/server/apiserver.h"
#include "backend/server/instanceregistry.h"
#include "backend/store/statestore.h"

#include <QObject>

#include <memory>

namespace Atelier::Daemon {

struct Options
{
    QString dataFolder = {};
    quint16 port = 0; ///< 0: the one of last time, or any
    bool exitWhenIdle = false;
};

/** The control plane put together: one function a step of the start, in the order in which they
 * run. */
class ControlPlane final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(ControlPlane)

public:
    explicit ControlPlane(Options options, QObject *parent = nullptr);
    ~ControlPlane() override;

    /** Lock, log, database; then goes on by itself. */
    [[nodiscard]] Result<void> start();

Q_SIGNALS:
    /** The endpoint is written: clients may call. */
    void ready();
    void failed(const Atelier::Error &error);
    /** Nothing runs and nobody follows: with exitWhenIdle. */
    void idle();

private:
    void adopt();
    void registerToken();
    void listen();
    [[nodiscard]] Result<quint16> listenSomewhere();

    Options m_options;
    FolderLock m_lock;
    EndpointFile m_endpoint;
    QByteArray m_token;
    bool m_published = false;
    std::unique_ptr<Store::StateStore> m_store;
    std::unique_ptr<Engine::LocalEngine> m_engine;
    std::unique_ptr<Server::InstanceRegistry> m_registry;
    std::unique_ptr<Server::ApiServer> m_server;
    std::unique_ptr<IdleWatch> m_idle;
};

} // namespace Atelier::Daemon
