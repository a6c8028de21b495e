// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/server/operationrunner.h"

#include "backend/core/async.h"
#include "backend/core/crashpoint.h"
#include "backend/server/statetable.h"

#include <QCoreApplication>

namespace Atelier::Server {

namespace {

using Name = Arm::OperationName;

/** What the result means for the state: after a stop that failed the node still has its port. */
Event eventOf(const Compute &compute, Name name, bool succeeded)
{
    if (!succeeded) {
        return compute.access.port != 0 ? Event::StopFailed : Event::Failed;
    }
    return name == Name::Stop ? Event::Ended : Event::Started;
}

bool isOvertaken(const Compute &compute, Name name)
{
    return compute.instance.state == Arm::InstanceState::Deleting && name != Name::Delete;
}

} // namespace

OperationRunner::OperationRunner(Engine::ComputeEngine *engine,
                                 Committer *committer,
                                 KeysOf keysOf,
                                 QObject *parent)
    : QObject(parent)
    , m_engine(engine)
    , m_committer(committer)
    , m_keysOf(std::move(keysOf))
{
}

void OperationRunner::enqueue(const ComputePtr &compute, const Store::OperationRow &operation)
{
    compute->queue.push_back(operation);
    runNext(compute);
}

void OperationRunner::runNext(const ComputePtr &compute)
{
    if (compute->busy || compute->queue.empty()) {
        return;
    }
    compute->busy = true;
    const Store::OperationRow operation = compute->queue.front();
    compute->queue.pop_front();
    passCrashPoint(CrashPoint::OperationTaken);
    if (isOvertaken(*compute, operation.name)) {
        finish(compute,
               operation,
               failure({.code = Error::Code::Cancelled,
                        .message = tr("The instance is being deleted.")}));
        return;
    }
    carryOut(compute, operation.name, [this, compute, operation](const Result<void> &result) {
        finish(compute, operation, result);
    });
}

void OperationRunner::carryOut(const ComputePtr &compute, Name name, const Done &done)
{
    switch (name) {
    case Name::Stop:
        stop(compute, done);
        return;
    case Name::Delete:
        remove(compute, done);
        return;
    case Name::Restart:
        stop(compute, [this, compute, done](const Result<void> &stopped) {
            if (stopped) {
                start(compute, done);
            } else {
                done(stopped);
            }
        });
        return;
    default:
        start(compute, done);
        return;
    }
}

void OperationRunner::start(const ComputePtr &compute, const Done &done)
{
    const auto size = Arm::localSizeFrom(compute->instance.vmSize);
    if (!size) {
        done(failure(
            {.code = Error::Code::InvalidArgument,
             .message = tr("There is no size “%1” on this computer.").arg(compute->instance.vmSize),
             .target = QStringLiteral("vmSize")}));
        return;
    }
    compute->endedMeanwhile.reset();
    compute->keys = m_keysOf(*compute);
    const Engine::NodeSpec spec{
        .id = compute->id,
        .name = compute->instance.name,
        .size = *size,
        .mounts = compute->instance.mounts,
        .authorizedKeys = compute->keys,
        .preferredPort = compute->port,
    };
    whenDone(
        m_engine->start(spec), this, [compute, done](const Result<Engine::RunningNode> &started) {
            if (started) {
                attach(compute.get(), *started);
            }
            done(started.transform([](const Engine::RunningNode &) {}));
        });
}

void OperationRunner::stop(const ComputePtr &compute, const Done &done)
{
    whenDone(m_engine->stop(compute->id), this, [compute, done](const Result<void> &stopped) {
        if (stopped) {
            detach(compute.get());
        }
        done(stopped);
    });
}

void OperationRunner::remove(const ComputePtr &compute, const Done &done)
{
    stop(compute, [this, compute, done](const Result<void> &stopped) {
        if (stopped) {
            whenDone(m_engine->remove(compute->id), this, done);
        } else {
            done(stopped);
        }
    });
}

void OperationRunner::finish(const ComputePtr &compute,
                             const Store::OperationRow &operation,
                             const Result<void> &result)
{
    passCrashPoint(CrashPoint::OperationDone);
    const std::optional<Error> error = result ? std::nullopt : std::optional(result.error());
    const Store::OperationRow row = ended(operation, error);
    if (result && operation.name == Name::Delete) {
        m_committer->persistRemoval(compute, row, [this, compute] {
            passCrashPoint(CrashPoint::OperationSaved);
            Q_EMIT deleted(compute);
            Q_EMIT settled();
        });
        return;
    }
    // An instance that is being deleted meanwhile stays so: the table has no other way out.
    const Event event = eventOf(*compute, operation.name, result.has_value());
    if (isOvertaken(*compute, operation.name)) {
        compute->missed = event;
    } else {
        note(compute.get(),
             operation.name,
             result ? QStringLiteral("Succeeded") : failedStatus(operation.name));
        if (error) {
            qWarning("%s of an instance failed: %s (%s)",
                     qPrintable(Arm::toString(operation.name)),
                     qPrintable(error->message),
                     qPrintable(error->detail));
            if (event == Event::Failed) {
                detach(compute.get());
            }
            blame(compute.get(), *error);
        }
        if (const auto state = next(compute->instance.state, event)) {
            enter(compute.get(), *state);
        }
    }
    m_committer->persist(compute, row, [this, compute] { release(compute); });
}

void OperationRunner::release(const ComputePtr &compute)
{
    passCrashPoint(CrashPoint::OperationSaved);
    compute->busy = false;
    if (const auto end = std::exchange(compute->endedMeanwhile, {})) {
        nodeEnded(compute, *end);
    }
    applyKeys(compute);
    runNext(compute);
    Q_EMIT settled();
}

void OperationRunner::nodeEnded(const ComputePtr &compute, const Engine::NodeEnd &end)
{
    if (compute->busy) {
        compute->endedMeanwhile = end;
        return;
    }
    const auto state = next(compute->instance.state, Event::Ended);
    if (!state || compute->instance.state == Arm::InstanceState::Stopping) {
        compute->missed = Event::Ended;
        return;
    }
    detach(compute.get(), end.sentence);
    enter(compute.get(), *state);
    m_committer->persist(compute, {}, [this] { Q_EMIT settled(); });
}

void OperationRunner::applyKeys(const ComputePtr &compute)
{
    const QStringList keys = m_keysOf(*compute);
    if (compute->instance.state != Arm::InstanceState::Running || keys == compute->keys) {
        return;
    }
    if (auto set = m_engine->setAuthorizedKeys(compute->id, keys); set) {
        compute->keys = keys;
    } else {
        qWarning("The keys of an instance can't be replaced: %s (%s)",
                 qPrintable(set.error().message),
                 qPrintable(set.error().detail));
    }
}

} // namespace Atelier::Server
