// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
// The start of the control plane: rows and nodes are brought together again.
#include "backend/core/async.h"
#include "backend/core/crashpoint.h"
#include "backend/server/adoption.h"
#include "backend/server/instanceregistry.h"

#include <QCoreApplication>
#include <QPromise>

#include <algorithm>
#include <ranges>

namespace Atelier::Server {

namespace {

/** Calls back once, when the last of several callbacks has come; with the first failure, if any. */
class Countdown
{
public:
    Countdown(qsizetype steps, Committer::Then then)
        : m_left(steps)
        , m_then(std::move(then))
    {
    }

    void arrived(const Result<void> &result)
    {
        if (m_result && !result) {
            m_result = result;
        }
        if (--m_left == 0) {
            m_then(m_result);
        }
    }

private:
    qsizetype m_left;
    Committer::Then m_then;
    Result<void> m_result;
};

Error overtakenError()
{
    return {.code = Error::Code::Cancelled,
            .message = InstanceRegistry::tr("The instance is being deleted.")};
}

QString sentenceFor(const Compute &compute, const QHash<QString, Engine::NodeEnd> &ends)
{
    const QString told = ends.value(compute.id).sentence;
    return told.isEmpty() ? QCoreApplication::translate("Adoption", "It ended unexpectedly.")
                          : told;
}

} // namespace

QFuture<Result<void>> InstanceRegistry::adopt()
{
    QStringList known;
    for (const ComputePtr &compute : m_computes | std::views::values) {
        known.append(compute->id);
    }
    m_adopting = true;
    auto promise = std::make_shared<QPromise<Result<void>>>();
    promise->start();
    whenDone(m_engine->adopt(known),
             this,
             [this, promise](const Result<QList<Engine::RunningNode>> &nodes) {
                 passCrashPoint(CrashPoint::NodesSurveyed);
                 m_adopting = false;
                 const auto finish = [this, promise](const Result<void> &result) {
                     promise->addResult(result);
                     promise->finish();
                     Q_EMIT activityChanged();
                 };
                 if (nodes) {
                     settleAll(*nodes, finish);
                 } else {
                     finish(failure(nodes.error()));
                 }
             });
    return promise->future();
}

void InstanceRegistry::settleAll(const QList<Engine::RunningNode> &nodes,
                                 const Committer::Then &then)
{
    if (m_computes.empty()) {
        then({});
        return;
    }
    const auto countdown = std::make_shared<Countdown>(static_cast<qsizetype>(m_computes.size()),
                                                       then);
    const auto arrived = [countdown](const Result<void> &result) { countdown->arrived(result); };
    for (const ComputePtr &compute : m_computes | std::views::values) {
        const auto node = std::ranges::find(nodes, compute->id, &Engine::RunningNode::id);
        const bool found = node != nodes.end();
        const QString sentence = found ? QString() : sentenceFor(*compute, m_endsFound);
        if (found) {
            attach(compute.get(), *node);
        }
        settle(compute, found, sentence, arrived);
    }
    m_endsFound.clear();
}

void InstanceRegistry::settle(const ComputePtr &compute,
                              bool found,
                              const QString &sentence,
                              const Committer::Then &then)
{
    const Arm::InstanceState before = compute->instance.state;
    const AdoptionStep step = adoptionOf(before, found);
    QList<Store::OperationRow> unfinished = m_operations.unfinished(compute->id);
    std::optional<Store::OperationRow> row;
    if (!unfinished.isEmpty()) {
        row = unfinished.takeLast();
    }
    // Of several, the last one overtook those before it.
    for (const Store::OperationRow &overtaken : std::as_const(unfinished)) {
        m_committer.save(
            compute, ended(overtaken, overtakenError()), [](const Result<void> & /*saved*/) {});
    }
    if (step.event) {
        if (const auto state = next(before, *step.event)) {
            enter(compute.get(), *state);
        }
    }
    if (!found && !step.resume && isUp(before)) {
        detach(compute.get(), before == Arm::InstanceState::Running ? sentence : QString());
    }
    if (step.resume) {
        if (!row || row->name != *step.resume) {
            row = newOperation(compute->id, compute->instance.name, *step.resume);
        }
    } else if (row) {
        // What the operation wanted has come about while nobody watched.
        row = ended(*row, {});
        note(compute.get(), row->name, QStringLiteral("Succeeded"));
    }
    const bool unchanged = !step.event && !row && !found;
    if (unchanged) {
        then({});
        return;
    }
    m_committer.save(compute, row, [this, compute, row, step, then](const Result<void> &saved) {
        passCrashPoint(CrashPoint::RowSettled);
        then(saved);
        if (!saved) {
            return;
        }
        m_runner.applyKeys(compute);
        if (step.resume && row) {
            m_runner.enqueue(compute, *row);
        }
    });
}

} // namespace Atelier::Server
