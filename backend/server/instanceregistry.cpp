// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/server/instanceregistry.h"

#include "backend/core/crashpoint.h"
#include "backend/core/diskroom.h"
#include "backend/server/later.h"
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
    , m_quotas(m_dataFolder + u"/quotas.json"_s)
    , m_log(store->snapshot())
    , m_operations(store->snapshot().operations)
    , m_committer(store, &m_log, &m_operations)
    , m_studioKeys(&m_committer,
                   store->snapshot().studioKeys,
                   [this] {
                       for (const ComputePtr &compute : m_computes | std::views::values) {
                           m_runner.applyKeys(compute);
                       }
                   })
    , m_runner(engine, &m_committer, [this](const Compute &compute) { return keysOf(compute); })
{
    for (const Store::ComputeRow &row : store->snapshot().computes) {
        m_computes.emplace(row.name.toLower(), computeFrom(row));
    }
    connect(&m_runner, &OperationRunner::deleted, this, &InstanceRegistry::forget);
    connect(&m_runner, &OperationRunner::settled, this, &InstanceRegistry::activityChanged);
    connect(m_engine, &Engine::ComputeEngine::noticed, this, &InstanceRegistry::take);
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

void InstanceRegistry::take(const Engine::NodeNotice &notice)
{
    const auto found = std::ranges::find_if(
        m_computes, [&notice](const auto &entry) { return entry.second->id == notice.id; });
    if (found == m_computes.end() || found->second->instance.state != State::Running) {
        return;
    }
    constexpr qsizetype mostNotices = 5;
    QStringList &errors = found->second->instance.errors;
    if (errors.contains(notice.sentence)) {
        return;
    }
    while (errors.size() >= mostNotices) {
        errors.removeFirst();
    }
    errors.append(notice.sentence);
    m_committer.persist(found->second, {}, [] {});
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

void InstanceRegistry::forget(const ComputePtr &compute)
{
    // Another one may have its name by now.
    std::erase_if(m_computes, [&compute](const auto &entry) { return entry.second == compute; });
}

QStringList InstanceRegistry::keysOf(const Compute &compute) const
{
    QStringList keys;
    for (const Store::StudioKeyRow &row : m_studioKeys.rows()) {
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
    if (operation == Name::Start) {
        if (auto fits = admit(fullUseOf(compute->instance), coreUseOf(compute->instance)); !fits) {
            return ready<QString>(failure(fits.error()));
        }
    }
    if (operation == Name::Start || operation == Name::Restart) {
        if (auto room = checkRoomToStart(m_dataFolder); !room) {
            return ready<QString>(failure(room.error()));
        }
    }
    return begin(compute, operation, *state);
}

QFuture<Result<QString>> InstanceRegistry::begin(const ComputePtr &compute,
                                                 Name operation,
                                                 State state)
{
    if (compute->unsaved.empty()) {
        compute->missed.reset();
    }
    const auto request = std::make_shared<UnsavedRequest>(
        UnsavedRequest{.before = compute->instance});
    enter(compute.get(), state);
    note(compute.get(), operation, u"InProgress"_s);
    compute->instance.errors.clear();
    compute->instance.local.stateReason.clear();
    request->entered = compute->instance;
    compute->unsaved.push_back(request);
    passCrashPoint(CrashPoint::RequestChecked);
    const Store::OperationRow row = newOperation(compute->id, compute->instance.name, operation);
    const Later<QString> later;
    const auto then = [this, compute, request, row, later](const Result<void> &saved) {
        std::erase(compute->unsaved, request);
        if (!saved) {
            if (leave(compute.get(), *request)) {
                m_committer.persist(compute, {}, [this] { Q_EMIT activityChanged(); });
            }
            later.fulfil(failure(saved.error()));
            return;
        }
        passCrashPoint(CrashPoint::RequestSaved);
        later.fulfil(row.status.id);
        m_runner.enqueue(compute, row);
    };
    m_committer.save(compute, row, then);
    Q_EMIT activityChanged();
    return later.future();
}

QFuture<Result<QString>> InstanceRegistry::remove(const QString &name, const Conditions &conditions)
{
    const ComputePtr compute = find(name);
    if (auto met = checkConditions(conditions, tagOf(compute), name); !met) {
        return ready<QString>(failure(met.error()));
    }
    if (!compute) {
        return ready<QString>(QString());
    }
    if (compute->instance.state == State::Deleting) {
        if (const Store::OperationRow *running = m_operations.running(compute->id);
            running && running->name == Name::Delete) {
            return ready<QString>(running->status.id);
        }
        if (compute->deletion.isValid()) {
            return compute->deletion; // is being written: both clients get the same operation
        }
    }
    const QFuture<Result<QString>> done = act(name, Name::Delete);
    if (compute->instance.state == State::Deleting) {
        compute->deletion = done;
    }
    return done;
}

StudioKeyring &InstanceRegistry::studioKeys()
{
    return m_studioKeys;
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
