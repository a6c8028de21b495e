// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backend/arm/computeinstance.h"
#include "backend/engine/computeengine.h"
#include "backend/server/statetable.h"
#include "backend/store/records.h"

#include <QFuture>

#include <deque>
#include <memory>
#include <optional>

namespace Atelier::Server {

/** What was asked for and is being written: taken back when the disk does not take it. */
struct UnsavedRequest
{
    Arm::ComputeInstance before = {};
    Arm::ComputeInstance entered = {};
};

/** One compute as the control plane works on it: ahead of what is committed by what is being
 * written. */
struct Compute
{
    QString id = {};
    Arm::ComputeInstance instance = {};
    quint16 port = 0;            ///< of the last time it ran
    Arm::NodeAccess access = {}; ///< while it runs
    QStringList keys = {};       ///< the lines that its node was given last
    std::deque<Store::OperationRow> queue = {};
    std::deque<std::shared_ptr<UnsavedRequest>> unsaved = {}; ///< oldest first
    QFuture<Result<QString>> deletion = {}; ///< the request to delete it, once there is one
    bool busy = false;                      ///< an operation is with the engine
    std::optional<Engine::NodeEnd> endedMeanwhile =
        {};                           ///< an end that came before the operation's own answer
    std::optional<Event> missed = {}; ///< what the present state had no use for, until it is saved
};

using ComputePtr = std::shared_ptr<Compute>;

[[nodiscard]] ComputePtr computeFrom(const Store::ComputeRow &row);
[[nodiscard]] Store::ComputeRow rowOf(const Compute &compute);

// Each leads to what a client sees next; the state itself comes from the state table.

/** Enters @p state now, with the provisioning state that goes with it. */
void enter(Compute *compute, Arm::InstanceState state);
/** Takes back @p request, which could not be saved: only what nothing has changed since. Requests
 * that came after it then start from where it did. Whether it led to yet another state, by what
 * happened meanwhile. */
bool leave(Compute *compute, const UnsavedRequest &request);
/** Notes what was asked for, and how far it is. */
void note(Compute *compute, Arm::OperationName name, const QString &status);
/** The node runs: its address, user, port and limits. */
void attach(Compute *compute, const Engine::RunningNode &node);
/** No node runs; @p sentence says why when nobody asked for it. */
void detach(Compute *compute, const QString &sentence = {});
/** An operation failed: the reason stands where a person looks. */
void blame(Compute *compute, const Error &error);

} // namespace Atelier::Server
