// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
// From the wish for a node to its SSH server.
#include "backend/core/crashpoint.h"
#include "backend/engine/local/hostcapacity.h"
#include "backend/engine/local/localnode.h"
#include "backend/engine/local/nodebuilder.h"

#include <QFile>
#include <QLoggingCategory>
#include <QtConcurrentRun>

#include <utility>

namespace Atelier::Engine {

namespace {

Q_LOGGING_CATEGORY(engineLog, "atelier.engine")

} // namespace

QFuture<Result<RunningNode>> LocalEngine::start(const NodeSpec &spec)
{
    if (const auto known = m_nodes.find(spec.id); known != m_nodes.end()) {
        return QtFuture::makeReadyValueFuture(
            known->second->start ? Result<RunningNode>(failure(
                                       {.code = Error::Code::Conflict,
                                        .message = tr("The instance is being started already.")}))
                                 : Result<RunningNode>(known->second->running));
    }
    QList<QList<int>> used;
    for (const auto &[id, other] : m_nodes) {
        used.append(other->cpus);
    }
    auto node = std::make_shared<Node>();
    node->start = makePromise<RunningNode>();
    node->sinceStart.start();
    node->cores = spec.size.cores;
    node->memoryGiB = spec.size.memoryGiB;
    node->cpus = leastUsed(hostTotals().cpus, used, spec.size.cores);
    m_nodes[spec.id] = node;
    // Somebody may have allowed sandboxes since.
    if (m_sandbox.isFinished() && !m_sandbox.result()) {
        testSandbox();
    }
    whenDone(m_sandbox, this, [this, spec](const Result<void> &sandbox) { build(spec, sandbox); });
    return node->start->future();
}

void LocalEngine::build(const NodeSpec &spec, const Result<void> &sandbox)
{
    const auto node = m_nodes.at(spec.id);
    const BuildContext context{.dataFolder = m_dataFolder,
                               .workspace = m_options.workspace,
                               .programs = m_programs,
                               .noSandbox = sandbox ? Error{.message = {}} : sandbox.error(),
                               .resolvConf = m_resolvConf.content(),
                               .cpus = node->cpus,
                               .memoryGroup = delegatedMemoryGroup()};
    auto built = QtConcurrent::run(&m_pool, buildNode, spec, context);
    whenDone(built, this, [this, id = spec.id](const Result<void> &result) {
        if (!result) {
            failStart(id, result.error());
        } else if (!m_nodes.at(id)->stops.isEmpty()) {
            failStart(id,
                      {.code = Error::Code::Cancelled, .message = tr("The instance was stopped.")});
        } else {
            m_nodes.at(id)->prepared = m_nodes.at(id)->sinceStart.elapsed();
            spawn(id);
        }
    });
}

void LocalEngine::spawn(const QString &id)
{
    auto process = ShimProcess::spawn(folder(id));
    if (!process) {
        failStart(id, process.error());
        return;
    }
    watch(id, std::move(*process));
}

void LocalEngine::onRunning(const QString &id)
{
    const auto node = m_nodes.at(id);
    passCrashPoint(CrashPoint::RunningHeard);
    const auto record = recordOf(folder(id));
    if (!record) {
        node->process->terminate();
        return;
    }
    node->running = runningNodeFrom(id, folder(id), *record);
    m_memoryWatch.watch(id, folder(id));
    qCInfo(engineLog,
           "%s: prepared after %lld ms, running after %lld ms",
           qUtf8Printable(id),
           node->prepared,
           node->sinceStart.elapsed());
    finish<RunningNode>(std::exchange(node->start, nullptr), node->running);
}

void LocalEngine::failStart(const QString &id, const Error &error)
{
    const auto node = m_nodes.at(id);
    m_nodes.erase(id);
    QFile::remove(folder(id).record());
    QFile log(folder(id).creationLog());
    if (log.open(QIODevice::Append | QIODevice::WriteOnly)) {
        log.write("Failed: " + error.message.toUtf8() + '\n');
    }
    finish<RunningNode>(node->start, failure(error));
    for (const auto &promise : std::as_const(node->stops)) {
        finish<void>(promise, {});
    }
}

} // namespace Atelier::Engine
