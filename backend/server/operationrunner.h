// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backend/engine/computeengine.h"
#include "backend/server/committer.h"
#include "backend/server/compute.h"

#include <QObject>

#include <functional>

namespace Atelier::Server {

/**
 * Carries out the operations of the computes with the engine: one at a time for each, in the order
 * in which they were committed. Lives in the daemon's main thread.
 */
class OperationRunner final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(OperationRunner)

public:
    /** @p keysOf gives the public keys that may log in to a compute at the moment of asking. */
    using KeysOf = std::function<QStringList(const Compute &)>;

    OperationRunner(Engine::ComputeEngine *engine,
                    Committer *committer,
                    KeysOf keysOf,
                    QObject *parent = nullptr);

    /** Carries out @p operation, which is committed, when those before it have ended. */
    void enqueue(const ComputePtr &compute, const Store::OperationRow &operation);
    /** A node ended that nobody asked to stop. */
    void nodeEnded(const ComputePtr &compute, const Engine::NodeEnd &end);
    /** Gives a running node the keys of now when they are others. */
    void applyKeys(const ComputePtr &compute);

Q_SIGNALS:
    /** The compute's row is gone. */
    void deleted(const Atelier::Server::ComputePtr &compute);
    /** An operation ended: its state may be a resting one now. */
    void settled();

private:
    using Done = std::function<void(const Result<void> &)>;

    void runNext(const ComputePtr &compute);
    void carryOut(const ComputePtr &compute, Arm::OperationName name, const Done &done);
    void start(const ComputePtr &compute, const Done &done);
    void stop(const ComputePtr &compute, const Done &done);
    void remove(const ComputePtr &compute, const Done &done);
    void finish(const ComputePtr &compute,
                const Store::OperationRow &operation,
                const Result<void> &result);
    void release(const ComputePtr &compute);

    Engine::ComputeEngine *m_engine;
    Committer *m_committer;
    KeysOf m_keysOf;
};

} // namespace Atelier::Server
