// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
// What the local engine finds when it comes after another one.
#include "backend/engine/local/localnode.h"
#include "backend/engine/local/strays.h"

#include <QJsonArray>
#include <QtConcurrentRun>

#include <tuple>

namespace Atelier::Engine {

QFuture<Result<QList<RunningNode>>> LocalEngine::adopt(const QStringList &known)
{
    auto promise = makePromise<QList<RunningNode>>();
    auto work = QtConcurrent::run(&m_pool, [dataFolder = m_dataFolder, known, boot = m_boot] {
        return Result<Survey>(surveyNodes(dataFolder, known, boot));
    });
    whenDone(work, this, [this, promise](const Result<Survey> &done) {
        const Survey survey = done.value_or(Survey());
        QList<RunningNode> running;
        for (const SurveyedNode &surveyed : survey.nodes) {
            if (auto adopted = adoptOne(surveyed)) {
                running.append(*adopted);
            } else {
                Q_EMIT ended(endOf(surveyed.id, folder(surveyed.id), m_boot));
            }
        }
        refreshResolvConf(m_resolvConf.content()); // it may have changed while nobody looked
        finish<QList<RunningNode>>(promise, running);
        // Nobody has to wait until all of these have ended and a large folder is removed.
        std::ignore = QtConcurrent::run(
            &m_pool, [dataFolder = m_dataFolder, strays = survey.strays, boot = m_boot] {
                clearStrays(dataFolder, strays, boot);
            });
    });
    return promise->future();
}

std::optional<RunningNode> LocalEngine::adoptOne(const SurveyedNode &found)
{
    if (const auto known = m_nodes.find(found.id); known != m_nodes.end()) {
        return known->second->running;
    }
    if (!found.alive) {
        return {};
    }
    const NodeRecord &record = *found.alive;
    auto process = ShimProcess::adopt(record.shim);
    if (!process) {
        return {};
    }
    auto node = std::make_shared<Node>();
    node->running = runningNodeFrom(found.id, folder(found.id), record);
    node->cores = record.node[QLatin1String("cores")].toInt();
    node->memoryGiB = record.node[QLatin1String("memoryGiB")].toDouble();
    const QJsonArray cpus = record.node[QLatin1String("cpus")].toArray();
    for (const auto &cpu : cpus) {
        node->cpus.append(cpu.toInt());
    }
    m_nodes[found.id] = node;
    watch(found.id, std::move(process));
    m_memoryWatch.watch(found.id, folder(found.id));
    return node->running;
}

} // namespace Atelier::Engine
