// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
// PUT: what is created, what may be changed when, and what is no change at all.
#include "backend/arm/resourcepaths.h"
#include "backend/core/async.h"
#include "backend/core/crashpoint.h"
#include "backend/core/diskroom.h"
#include "backend/server/instanceregistry.h"
#include "backend/server/later.h"
#include "backend/server/refusals.h"
#include "backend/server/requestedinstance.h"
#include "backend/server/resourcerules.h"

#include <QUuid>

namespace Atelier::Server {

namespace {

using namespace Qt::StringLiterals;
using Name = Arm::OperationName;
using State = Arm::InstanceState;

} // namespace

QFuture<Result<PutOutcome>> InstanceRegistry::put(const QString &name,
                                                  const QJsonObject &body,
                                                  const Conditions &conditions)
{
    auto requested = requestedFrom(name, body);
    if (!requested) {
        return ready<PutOutcome>(failure(requested.error()));
    }
    const ComputePtr compute = find(name);
    if (auto met = checkConditions(conditions, tagOf(compute), name); !met) {
        return ready<PutOutcome>(failure(met.error()));
    }
    if (!compute) {
        const HostFacts facts{.sizes = m_engine->sizes(), .dataFolder = m_dataFolder};
        auto valid = checkInstance(*requested, facts)
                         .and_then([&] { return checkResource(*requested); })
                         .and_then([&] { return admit(fullUseOf(*requested)); })
                         .and_then([&] { return checkRoomToCreate(m_dataFolder); });
        if (!valid) {
            return ready<PutOutcome>(failure(valid.error()));
        }
        requested->vmSize = checkSize(requested->vmSize, facts.sizes).value_or(Arm::VmSize{}).name;
        return create(*requested);
    }
    Arm::ComputeInstance changed = merged(compute->instance, *requested);
    if (auto valid = checkChange(compute->instance, changed); !valid) {
        return ready<PutOutcome>(failure(valid.error()));
    }
    if (changed.vmSize != compute->instance.vmSize) {
        // As this computer writes it, whatever case it was given in.
        changed.vmSize = checkSize(changed.vmSize, m_engine->sizes()).value_or(Arm::VmSize{}).name;
    }
    return update(compute, changed);
}

Result<void> InstanceRegistry::checkChange(const Arm::ComputeInstance &before,
                                           const Arm::ComputeInstance &changed) const
{
    const bool again = before.state == State::CreateFailed;
    const auto checkRoom = [&] { return again ? checkRoomToCreate(m_dataFolder) : Result<void>{}; };
    if (updateBetween(before, changed) == Update::None) {
        return again ? admit(fullUseOf(changed)).and_then(checkRoom) : Result<void>{};
    }
    // Only what changes is checked again: a folder that is gone by now may stay as it is.
    const HostFacts facts{.sizes = m_engine->sizes(), .dataFolder = m_dataFolder};
    auto valid = checkSsh(changed.ssh).and_then([&] { return checkResource(changed); });
    if (valid && changed.vmSize != before.vmSize) {
        valid = checkSize(changed.vmSize, facts.sizes).transform([](const Arm::VmSize &) {});
    }
    if (valid && changed.mounts != before.mounts) {
        valid = checkMounts(changed.mounts, facts);
    }
    return valid
        .and_then([&] {
            return admit(again ? fullUseOf(changed) : coreUseOf(changed), coreUseOf(before));
        })
        .and_then(checkRoom);
}

QFuture<Result<PutOutcome>> InstanceRegistry::create(const Arm::ComputeInstance &requested)
{
    auto compute = std::make_shared<Compute>();
    compute->id = QUuid::createUuid().toString(QUuid::WithoutBraces);
    compute->instance = requested;
    compute->instance.id = Arm::ResourcePaths().compute(requested.name);
    compute->instance.location = u"local"_s;
    compute->instance.createdOn = QDateTime::currentDateTimeUtc();
    compute->instance.createdBy = qEnvironmentVariable("USER", u"owner"_s);
    m_computes.emplace(requested.name.toLower(), compute);
    enter(compute.get(), State::Creating);
    note(compute.get(), Name::Create, u"InProgress"_s);
    passCrashPoint(CrashPoint::RequestChecked);
    const Store::OperationRow row = newOperation(compute->id, requested.name, Name::Create);
    const Later<PutOutcome> later;
    const QJsonObject created = Arm::toJson(compute->instance);
    m_committer.save(compute, row, [this, compute, row, created, later](const Result<void> &saved) {
        if (!saved) {
            forget(compute);
            later.fulfil(failure(saved.error()));
            return;
        }
        passCrashPoint(CrashPoint::RequestSaved);
        later.fulfil(PutOutcome{.resource = created, .operation = row.status.id, .created = true});
        m_runner.enqueue(compute, row);
    });
    Q_EMIT activityChanged();
    return later.future();
}

QFuture<Result<PutOutcome>> InstanceRegistry::update(const ComputePtr &compute,
                                                     const Arm::ComputeInstance &changed)
{
    const Update kind = updateBetween(compute->instance, changed);
    const State state = compute->instance.state;
    if (state == State::CreateFailed) {
        const Arm::ComputeInstance before = compute->instance;
        compute->instance = changed;
        const auto begun = begin(compute, Name::Create, State::Creating);
        const Later<PutOutcome> later;
        whenDone(begun, this, [compute, changed, before, later](const Result<QString> &operation) {
            if (!operation) {
                takeBack(&compute->instance, changed, before);
            }
            later.fulfil(operation.transform([&compute](const QString &id) {
                return PutOutcome{.resource = Arm::toJson(compute->instance), .operation = id};
            }));
        });
        return later.future();
    }
    if (state == State::Deleting) {
        return ready<PutOutcome>(failure(refused(compute->instance, Name::Unknown)));
    }
    if (kind == Update::None) {
        const Store::OperationRow *running = m_operations.running(compute->id);
        return ready<PutOutcome>(PutOutcome{.resource = Arm::toJson(compute->instance),
                                            .operation = running ? running->status.id : QString()});
    }
    if (kind == Update::WhileStopped && state != State::Stopped) {
        const bool size = compute->instance.vmSize != changed.vmSize;
        return ready<PutOutcome>(
            failure(changeRefused(compute->instance, size ? u"vmSize"_s : u"dataMounts"_s)));
    }
    const Arm::ComputeInstance before = compute->instance;
    compute->instance = changed;
    compute->instance.modifiedOn = QDateTime::currentDateTimeUtc();
    const Later<PutOutcome> later;
    const Arm::ComputeInstance entered = compute->instance;
    const auto then = [this, compute, entered, before, later](const Result<void> &saved) {
        if (!saved) {
            takeBack(&compute->instance, entered, before);
            later.fulfil(failure(saved.error()));
            return;
        }
        m_runner.applyKeys(compute);
        // What was saved just now, not what a later request is about to: its tag would let this
        // client overwrite what it never wrote.
        later.fulfil(PutOutcome{.resource = Arm::toJson(entered)});
    };
    m_committer.save(compute, {}, then);
    return later.future();
}

} // namespace Atelier::Server
