// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/server/compute.h"

#include <tuple>
#include <utility>

namespace Atelier::Server {

namespace {

using State = Arm::InstanceState;

Arm::ProvisioningState provisioningOf(State state)
{
    switch (state) {
    case State::Creating:
        return Arm::ProvisioningState::Creating;
    case State::Deleting:
        return Arm::ProvisioningState::Deleting;
    case State::CreateFailed:
    case State::Unusable:
        return Arm::ProvisioningState::Failed;
    default:
        return Arm::ProvisioningState::Succeeded;
    }
}

/** Whether the state was still the one of @p request. */
bool undoRequest(Arm::ComputeInstance *instance, const UnsavedRequest &request)
{
    const Arm::ComputeInstance &before = request.before;
    if (instance->lastOperation == request.entered.lastOperation) {
        instance->lastOperation = before.lastOperation;
    }
    if (instance->modifiedOn == request.entered.modifiedOn) {
        instance->modifiedOn = before.modifiedOn;
    }
    if (instance->state != request.entered.state) {
        return false;
    }
    instance->state = before.state;
    instance->provisioning = before.provisioning;
    instance->local.stateSince = before.local.stateSince;
    if (instance->local.stateReason.isEmpty() && instance->errors.isEmpty()) {
        instance->local.stateReason = before.local.stateReason;
        instance->errors = before.errors;
    }
    return true;
}

} // namespace

ComputePtr computeFrom(const Store::ComputeRow &row)
{
    auto compute = std::make_shared<Compute>();
    compute->id = row.id;
    compute->port = row.port;
    if (auto instance = Arm::computeInstanceFrom(row.json)) {
        compute->instance = *std::move(instance);
    }
    compute->instance.name = row.name;
    return compute;
}

Store::ComputeRow rowOf(const Compute &compute)
{
    return {
        .id = compute.id,
        .name = compute.instance.name,
        .state = Arm::toString(compute.instance.state),
        .port = compute.port,
        .json = Arm::toJson(compute.instance),
    };
}

void enter(Compute *compute, State state)
{
    const QDateTime now = QDateTime::currentDateTimeUtc();
    if (compute->instance.state != state) {
        compute->instance.local.stateSince = now;
    }
    compute->instance.state = state;
    compute->instance.provisioning = provisioningOf(state);
    compute->instance.modifiedOn = now;
}

bool leave(Compute *compute, const UnsavedRequest &request)
{
    for (const auto &later : compute->unsaved) {
        std::ignore = undoRequest(&later->before, request);
    }
    if (!undoRequest(&compute->instance, request)) {
        return false; // something has led on from there
    }
    // The operation that the earlier state stood for came to its end meanwhile, or the node did.
    const auto missed = std::exchange(compute->missed, {});
    const auto state = missed ? next(compute->instance.state, *missed) : std::nullopt;
    if (!state) {
        return false;
    }
    if (*missed == Event::Ended || *missed == Event::Failed) {
        detach(compute);
    }
    enter(compute, *state);
    return true;
}

void note(Compute *compute, Arm::OperationName name, const QString &status)
{
    compute->instance.lastOperation = Arm::LastOperation{
        .name = name,
        .time = QDateTime::currentDateTimeUtc(),
        .status = status,
        .trigger = QStringLiteral("User"),
    };
}

void attach(Compute *compute, const Engine::RunningNode &node)
{
    Arm::ComputeInstance &instance = compute->instance;
    compute->access = node.access;
    compute->port = node.access.port;
    instance.address = node.access.address;
    instance.ssh.port = node.access.port;
    instance.ssh.adminUserName = node.access.user;
    const QDateTime since =
        instance.local.stateSince; // the engine knows the node's age, not the state's
    instance.local = node.details;
    instance.local.stateSince = since;
    instance.local.stateReason.clear();
    instance.errors.clear();
}

void detach(Compute *compute, const QString &sentence)
{
    compute->access = {};
    compute->instance.address.clear();
    compute->instance.ssh.port = 0;
    compute->instance.local.stateReason = sentence;
    if (!sentence.isEmpty()) {
        // Before what was noted while it ran: this one is shown where there is room for one.
        compute->instance.errors.removeAll(sentence);
        compute->instance.errors.prepend(sentence);
    }
}

void blame(Compute *compute, const Error &error)
{
    compute->instance.local.stateReason = error.message;
    compute->instance.errors = {error.message};
}

} // namespace Atelier::Server
