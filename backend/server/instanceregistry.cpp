// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/server/instanceregistry.h"

#include "backend/server/later.h"
#include "backend/server/publickey.h"
#include "backend/server/refusals.h"
#include "backend/server/statetable.h"

#include <algorithm>
#include <ranges>

namespace Atelier::Server {

namespace {

using namespace Qt::StringLiterals;
using Name = Arm::OperationName;
using State = Arm::InstanceState;

} // namespace

InstanceRegistry::InstanceRegistry(Store::StateStore *store,
                                   Engine::ComputeEngine *engine,
                                   QString dataFolder,
                                   QObject *parent)
    : QObject(parent)
    , m_engine(engine)
    , m_dataFolder(std::move(dataFolder))
    , m_studioKeys(store->snapshot().studioKeys)
    , m_log(store->snapshot())
    , m_operations(store->snapshot().operations)
    , m_committer(store, &m_log, &m_operations)
    , m_runner(engine, &m_committer, [this](const Compute &compute) { return keysOf(compute); })
{
    for (const Store::ComputeRow &row : store->snapshot().computes) {
        m_computes.emplace(row.name.toLower(), computeFrom(row));
    }
    connect(&m_runner, &OperationRunner::deleted, this, &InstanceRegistry::forget);
    connect(&m_runner, &OperationRunner::settled, this, &InstanceRegistry::activityChanged);
    connect(m_engine, &Engine::ComputeEngine::ended, this, [this](const Engine::NodeEnd &end) {
        if (m_adopting) {
            m_endsFound.insert(end.id, end);
            return;
        }
        const auto found = std::ranges::find_if(
            m_computes, [&end](const auto &entry) { return entry.second->id == end.id; });
        if (found != m_computes.end()) {
            m_runner.nodeEnded(found->second, end);
        }
    });
}

ChangeLog *InstanceRegistry::changes()
{
    return &m_log;
}

const Operations &InstanceRegistry::operations() const
{
    return m_operations;
}

ComputePtr InstanceRegistry::find(const QString &name) const
{
    const auto compute = m_computes.find(name.toLower());
    return compute == m_computes.end() ? nullptr : compute->second;
}

void InstanceRegistry::forget(const QString &name)
{
    m_computes.erase(name.toLower());
}

QStringList InstanceRegistry::keysOf(const Compute &compute) const
{
    QStringList keys;
    for (const Store::StudioKeyRow &row : m_studioKeys) {
        keys.append(row.publicKey);
    }
    if (compute.instance.ssh.publicAccess) {
        keys.append(compute.instance.ssh.adminPublicKey);
    }
    return keys;
}

QFuture<Result<QString>> InstanceRegistry::act(const QString &name, Name operation)
{
    const ComputePtr compute = find(name);
    if (!compute) {
        return ready<QString>(failure(noSuchInstance(name)));
    }
    const auto state = next(compute->instance.state, requestOf(operation));
    if (!state) {
        return ready<QString>(failure(refused(compute->instance, operation)));
    }
    return begin(compute, operation, *state);
}

QFuture<Result<QString>> InstanceRegistry::begin(const ComputePtr &compute,
                                                 Name operation,
                                                 State state)
{
    const Arm::ComputeInstance before = compute->instance;
    enter(compute.get(), state);
    note(compute.get(), operation, u"InProgress"_s);
    compute->instance.errors.clear();
    compute->instance.local.stateReason.clear();
    compute->missed.reset();
    const Arm::ComputeInstance entered = compute->instance;
    const Store::OperationRow row = newOperation(compute->id, compute->instance.name, operation);
    const Later<QString> later;
    const auto then = [this, compute, entered, before, row, later](const Result<void> &saved) {
        if (!saved) {
            if (leave(compute.get(), entered, before)) {
                m_committer.persist(compute, {}, [this] { Q_EMIT activityChanged(); });
            }
            later.fulfil(failure(saved.error()));
            return;
        }
        later.fulfil(row.status.id);
        m_runner.enqueue(compute, row);
    };
    m_committer.save(compute, row, then);
    Q_EMIT activityChanged();
    return later.future();
}

QFuture<Result<QString>> InstanceRegistry::remove(const QString &name)
{
    const ComputePtr compute = find(name);
    if (!compute) {
        return ready<QString>(QString());
    }
    if (compute->instance.state == State::Deleting) {
        if (const Store::OperationRow *running = m_operations.running(compute->id);
            running && running->name == Name::Delete) {
            return ready<QString>(running->status.id);
        }
    }
    return act(name, Name::Delete);
}

QFuture<Result<void>> InstanceRegistry::registerStudioKey(const QString &id,
                                                          const QString &publicKey)
{
    const Store::StudioKeyRow row{.id = id, .publicKey = publicKey.trimmed()};
    if (auto valid = checkPublicKey(row.publicKey, u"publicKey"_s); !valid) {
        return ready<void>(valid);
    }
    if (m_studioKeys.contains(row)) {
        return ready<void>({});
    }
    const Later<void> later;
    m_committer.saveStudioKey(row, [this, row, later](const Result<void> &saved) {
        if (saved) {
            m_studioKeys.removeIf(
                [&row](const Store::StudioKeyRow &old) { return old.id == row.id; });
            m_studioKeys.append(row);
            for (const ComputePtr &compute : m_computes | std::views::values) {
                m_runner.applyKeys(compute);
            }
        }
        later.fulfil(saved);
    });
    return later.future();
}

Result<Arm::NodeAccess> InstanceRegistry::access(const QString &name) const
{
    const ComputePtr compute = find(name);
    if (!compute) {
        return failure(noSuchInstance(name));
    }
    if (compute->access.port == 0) {
        return failure({
            .code = Error::Code::Conflict,
            .message = tr("“%1” can be reached only while it is running; %2.")
                           .arg(compute->instance.name, stateClause(compute->instance.state)),
            .target = name,
            .serviceCode = u"ComputeInstanceNotRunning"_s,
        });
    }
    return compute->access;
}

Result<QString> InstanceRegistry::nodeId(const QString &name) const
{
    const ComputePtr compute = find(name);
    if (!compute) {
        return failure(noSuchInstance(name));
    }
    return compute->id;
}

bool InstanceRegistry::isActive() const
{
    return std::ranges::any_of(m_computes | std::views::values, [](const ComputePtr &compute) {
        return compute->busy || isUp(compute->instance.state)
               || Arm::isTransitional(compute->instance.state);
    });
}

} // namespace Atelier::Server
