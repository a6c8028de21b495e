// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
// The end of a node, asked for or not.
#include "backend/core/crashpoint.h"
#include "backend/engine/local/localnode.h"

#include <QFile>
#include <QFileInfo>
#include <QTimer>
#include <QtConcurrentRun>

#include <chrono>
#include <csignal>
#include <utility>

namespace Atelier::Engine {

namespace {

/** After this a node is killed that was asked to end. */
constexpr std::chrono::seconds longestPoliteStop{10};

} // namespace

void LocalEngine::watch(const QString &id, std::unique_ptr<ShimProcess> process)
{
    connect(process.get(), &ShimProcess::running, this, [this, id] { onRunning(id); });
    // Queued: the sender is deleted by what follows.
    connect(
        process.get(),
        &ShimProcess::ended,
        this,
        [this, id] { onEnded(id); },
        Qt::QueuedConnection);
    m_nodes.at(id)->process = std::move(process);
}

void LocalEngine::onEnded(const QString &id)
{
    const auto found = m_nodes.find(id);
    if (found == m_nodes.end()) {
        return;
    }
    passCrashPoint(CrashPoint::EndHeard);
    m_memoryWatch.forget(id);
    const auto node = found->second;
    node->report = node->process ? node->process->givenUp() : QByteArray();
    node->process.reset();
    // Also when its keeper has seen the last process go: it may have been killed behind that.
    auto swept = QtConcurrent::run(
        &m_pool, [left = folder(id), boot = m_boot] { return sweepNode(left, boot); });
    whenDone(swept, this, [this, id, node](const Result<void> &) { settle(id, node); });
}

/** Nothing of the node runs any more: tells everybody who waits. */
void LocalEngine::settle(const QString &id, const std::shared_ptr<Node> &node)
{
    if (node->start && !node->stops.isEmpty()) {
        failStart(id, {.code = Error::Code::Cancelled, .message = tr("The instance was stopped.")});
        return;
    }
    if (node->start) {
        failStart(id,
                  {.code = Error::Code::Unavailable,
                   .message = sentenceOf(node->report),
                   .detail = node->report.isEmpty() ? lastLinesOf(folder(id))
                                                    : QString::fromLocal8Bit(node->report)});
        return;
    }
    m_nodes.erase(id);
    if (node->stops.isEmpty()) {
        Q_EMIT ended(endOf(id, folder(id), m_boot));
        return;
    }
    QFile::remove(folder(id).record()); // the end that was asked for is no news at the next start
    passCrashPoint(CrashPoint::EndForgotten);
    for (const auto &promise : std::as_const(node->stops)) {
        finish<void>(promise, {});
    }
}

QFuture<Result<void>> LocalEngine::stop(const QString &id)
{
    const auto found = m_nodes.find(id);
    if (found == m_nodes.end()) {
        return deliveredTo<void>(this,
                                 QtConcurrent::run(&m_pool, [folder = folder(id), boot = m_boot] {
                                     Result<void> ended = endNode(folder, boot);
                                     if (ended) {
                                         QFile::remove(folder.record());
                                     }
                                     return ended;
                                 }));
    }
    const auto node = found->second;
    node->stops.append(makePromise<void>());
    if (node->process) {
        node->process->terminate();
        passCrashPoint(CrashPoint::StopSent);
        QTimer::singleShot(
            longestPoliteStop, node->process.get(), [this, id, process = node->process.get()] {
                if (const auto record = recordOf(folder(id)); record && isAlive(record->child)) {
                    ::kill(record->child.pid, SIGKILL);
                }
                process->kill();
            });
    }
    return node->stops.last()->future();
}

} // namespace Atelier::Engine
