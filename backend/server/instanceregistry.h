// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backend/engine/computeengine.h"
#include "backend/server/changelog.h"
#include "backend/server/committer.h"
#include "backend/server/compute.h"
#include "backend/server/entitytag.h"
#include "backend/server/operationrunner.h"
#include "backend/server/operations.h"
#include "backend/server/putoutcome.h"
#include "backend/server/quotas.h"
#include "backend/server/studiokeyring.h"
#include "backend/server/validation.h"

#include <QFuture>
#include <QObject>

#include <map>

namespace Atelier::Server {

/**
 * The instances, and what may be done to them: checks the rules and the state table, commits what
 * was asked, and hands it to the runner. Lives in the daemon's main thread.
 */
class InstanceRegistry final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(InstanceRegistry)

public:
    InstanceRegistry(Store::StateStore *store,
                     Engine::ComputeEngine *engine,
                     QString dataFolder,
                     QObject *parent = nullptr);

    /** Brings rows and nodes together after a start; done when each instance's state is true again.
     *  Operations that were interrupted go on afterwards. */
    [[nodiscard]] QFuture<Result<void>> adopt();

    [[nodiscard]] ChangeLog *changes();
    [[nodiscard]] const Operations &operations() const;

    // Each future is done when the request is committed, not when it is carried out.
    [[nodiscard]] QFuture<Result<PutOutcome>> put(const QString &name,
                                                  const QJsonObject &body,
                                                  const Conditions &conditions = {});
    /** Merges @p change into what a client may set (RFC 7396). */
    [[nodiscard]] QFuture<Result<PutOutcome>> patch(const QString &name,
                                                    const QJsonObject &change,
                                                    const Conditions &conditions = {});
    /** start, stop, restart; the id of the operation. */
    [[nodiscard]] QFuture<Result<QString>> act(const QString &name, Arm::OperationName operation);
    /** The id of the operation; empty when there is no such instance. */
    [[nodiscard]] QFuture<Result<QString>> remove(const QString &name,
                                                  const Conditions &conditions = {});
    [[nodiscard]] StudioKeyring &studioKeys();

    /** Where the node listens, while it runs. */
    [[nodiscard]] Result<Arm::NodeAccess> access(const QString &name) const;
    /** The id that the engine knows it by. */
    [[nodiscard]] Result<QString> nodeId(const QString &name) const;
    /** The name as it was created; nothing when no instance has it. */
    [[nodiscard]] std::optional<QString> nameOf(const QString &name) const;
    [[nodiscard]] const Quotas &quotas() const;
    /** The cores that each instance holds, whether it runs or not. */
    [[nodiscard]] QList<Arm::CoreUse> coreUses() const;
    /** Whether an instance runs or changes: what keeps the control plane alive. */
    [[nodiscard]] bool isActive() const;

Q_SIGNALS:
    /** isActive() may have changed. */
    void activityChanged();

private:
    [[nodiscard]] ComputePtr find(const QString &name) const;
    [[nodiscard]] QStringList keysOf(const Compute &compute) const;
    /** Whether the cores @p wanted fit in the place of those that the same compute holds. */
    [[nodiscard]] Result<void> admit(const Arm::CoreUse &wanted,
                                     const Arm::CoreUse &held = {}) const;
    /** The entity tag of what a client would see; nothing without a compute. */
    [[nodiscard]] static std::optional<QByteArray> tagOf(const ComputePtr &compute);
    [[nodiscard]] Result<void> checkChange(const Arm::ComputeInstance &before,
                                           const Arm::ComputeInstance &changed) const;
    [[nodiscard]] QFuture<Result<PutOutcome>> create(const Arm::ComputeInstance &requested);
    [[nodiscard]] QFuture<Result<PutOutcome>> update(const ComputePtr &compute,
                                                     const Arm::ComputeInstance &changed);
    [[nodiscard]] QFuture<Result<QString>> begin(const ComputePtr &compute,
                                                 Arm::OperationName operation,
                                                 Arm::InstanceState state);
    void forget(const ComputePtr &compute);
    /** What befell a running node stands among the errors of its instance. */
    void take(const Engine::NodeNotice &notice);
    void settle(const ComputePtr &compute,
                bool found,
                const QString &sentence,
                const Committer::Then &then);
    void settleAll(const QList<Engine::RunningNode> &nodes, const Committer::Then &then);

    Engine::ComputeEngine *m_engine;
    QString m_dataFolder;
    Quotas m_quotas;
    std::map<QString, ComputePtr> m_computes; ///< by lower-case name
    ChangeLog m_log;
    Operations m_operations;
    Committer m_committer;
    StudioKeyring m_studioKeys;
    QHash<QString, Engine::NodeEnd> m_endsFound; ///< while adopting, by id
    bool m_adopting = false;
    OperationRunner m_runner; // last: it calls back into the members above
};

} // namespace Atelier::Server
