// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backend/arm/computeinstance.h"
#include "backend/arm/extensions.h"
#include "backend/core/result.h"
#include "backend/ssh/connection.h"

#include <QDateTime>
#include <QFuture>
#include <QObject>
#include <QPromise>

#include <memory>
#include <vector>

namespace Atelier::Client {
class ControlPlane;
}

namespace Atelier::Ssh {
class PooledConnection;
class Pool;
} // namespace Atelier::Ssh

namespace Atelier::Notebook {

class StudioKey;

/**
 * The connection to one instance: opened when first asked for, closed when the instance stops,
 * opened again with new access data when it runs again. The Ssh::Connection stays the same object
 * for ever, so that tunnels and pointers to it stay good. Lives in the GUI thread.
 */
class NodeSession final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(NodeSession)

public:
    NodeSession(Client::ControlPlane *controlPlane, StudioKey *key, Ssh::Pool *pool, QString name);
    ~NodeSession() override;

    /** A connection in state Ready; waits for an instance that is about to run. */
    [[nodiscard]] QFuture<Result<Ssh::Connection *>> ask();
    [[nodiscard]] Ssh::Connection *session() const;

    void instanceChanged(const Arm::ComputeInstance &instance);
    void instanceRemoved();
    /** Opens what could not be opened while the control plane was away. */
    void revive();

    /** Whether @p instance can be logged in to now. */
    [[nodiscard]] static bool isUsable(const Arm::ComputeInstance &instance);
    /** Whether it is on its way there. */
    [[nodiscard]] static bool isComing(const Arm::ComputeInstance &instance);
    [[nodiscard]] static Error notRunning(const QString &name);

Q_SIGNALS:
    /** The connection is ready, also when it is so again. */
    void opened();

private:
    using SessionPromise = QPromise<Result<Ssh::Connection *>>;

    void prepare();
    void askAccess(int attempt);
    void connectTo(const Arm::NodeAccess &access);
    void open();
    void leave();
    void answer(const Result<Ssh::Connection *> &result);

    Client::ControlPlane *m_controlPlane;
    StudioKey *m_key;
    Ssh::Pool *m_pool;
    QString m_name;
    std::shared_ptr<Ssh::PooledConnection> m_session;
    std::vector<SessionPromise> m_waiting;
    QDateTime m_stateSince; // of the run that the session belongs to
    int m_attempt = 0;      // answers for an earlier one are dropped
    bool m_isPreparing = false;
    bool m_isOpen = false; // false while the session's own state may tell of an earlier run
};

} // namespace Atelier::Notebook
