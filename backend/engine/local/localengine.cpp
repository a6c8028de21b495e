// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/engine/local/localengine.h"

#include "backend/core/async.h"
#include "backend/core/paths.h"
#include "backend/engine/local/etcfolder.h"
#include "backend/engine/local/homefolder.h"
#include "backend/engine/local/hostcapacity.h"
#include "backend/engine/local/nodebuilder.h"
#include "backend/engine/local/sandboxcommand.h"
#include "backend/engine/local/shimprocess.h"

#include <QElapsedTimer>
#include <QFile>
#include <QFileInfo>
#include <QJsonArray>
#include <QLoggingCategory>
#include <QPromise>
#include <QTimer>
#include <QtConcurrentRun>

#include <csignal>

namespace Atelier::Engine {

namespace {

Q_LOGGING_CATEGORY(engineLog, "atelier.engine")

/** After this a node is killed that was asked to end. */
constexpr std::chrono::seconds longestStop{10};
/** Workers mostly wait, for a key or for a process to end. */
constexpr int workers = 8;

template<typename T>
using SharedPromise = std::shared_ptr<QPromise<Result<T>>>;

template<typename T>
SharedPromise<T> makePromise()
{
    auto promise = std::make_shared<QPromise<Result<T>>>();
    promise->start();
    return promise;
}

template<typename T>
void finish(const SharedPromise<T> &promise, Result<T> result)
{
    if (promise) {
        promise->addResult(std::move(result));
        promise->finish();
    }
}

/** The result of @p work, delivered in the thread of @p context. */
template<typename T>
QFuture<Result<T>> deliveredTo(QObject *context, const QFuture<Result<T>> &work)
{
    auto promise = makePromise<T>();
    whenDone(work, context, [promise](const Result<T> &result) { finish<T>(promise, result); });
    return promise->future();
}

} // namespace

/** A node that runs or is being started. */
struct LocalEngine::Node
{
    std::unique_ptr<ShimProcess> process;
    QByteArray report;                ///< why its keeper gave up the start
    SharedPromise<RunningNode> start; ///< until it runs
    QList<SharedPromise<void>> stops;
    RunningNode running;
    QList<int> cpus;
    int cores = 0;
    double memoryGiB = 0;
    QElapsedTimer sinceStart;
    qint64 prepared = 0; ///< milliseconds from the start until everything was written
};

LocalEngine::LocalEngine(const QString &dataFolder, QObject *parent)
    : LocalEngine(dataFolder, LocalEngineOptions(), parent)
{
}

LocalEngine::LocalEngine(const QString &dataFolder,
                         const LocalEngineOptions &options,
                         QObject *parent)
    : ComputeEngine(parent)
    , m_dataFolder(QFileInfo(dataFolder).absoluteFilePath())
    , m_options(options)
    , m_programs(findPrograms())
    , m_resolvConf(options.resolvConf)
{
    m_pool.setMaxThreadCount(workers);
    m_programs.python = m_options.python;
    if (m_options.workspace.isEmpty()) {
        m_options.workspace = Paths::workspaceFolder();
    }
    if (qEnvironmentVariableIntValue("ATELIER_NO_SANDBOX") != 0) {
        m_options.sandbox = false;
    }
    connect(&m_resolvConf, &ResolvConf::changed, this, &LocalEngine::refreshResolvConf);
    testSandbox();
}

LocalEngine::~LocalEngine()
{
    m_pool.waitForDone();
}

void LocalEngine::testSandbox()
{
    if (m_options.sandbox) {
        m_sandbox = QtConcurrent::run(&m_pool, trySandbox, m_programs.bwrap);
    } else {
        m_sandbox = QtFuture::makeReadyValueFuture(Result<void>(
            failure({.code = Error::Code::Unavailable,
                     .message = tr("Separating programs from each other is switched off.")})));
    }
}

Arm::VmSizeList LocalEngine::sizes() const
{
    const HostTotals totals = hostTotals();
    const int cores = static_cast<int>(totals.cpus.size());
    Arm::HostCapacity capacity{.cores = cores,
                               .freeCores = cores,
                               .memoryGiB = totals.memoryGiB,
                               .freeMemoryGiB = totals.memoryGiB};
    for (const auto &[id, node] : m_nodes) {
        capacity.freeCores -= node->cores;
        capacity.freeMemoryGiB -= node->memoryGiB;
    }
    capacity.freeCores = std::max(capacity.freeCores, 0);
    capacity.freeMemoryGiB = std::max(capacity.freeMemoryGiB, 0.0);
    return {.sizes = Arm::localSizes(cores, totals.memoryGiB, 0), .capacity = capacity};
}

QFuture<Result<QList<RunningNode>>> LocalEngine::adopt(const QStringList &known)
{
    auto promise = makePromise<QList<RunningNode>>();
    auto survey = QtConcurrent::run(&m_pool, [dataFolder = m_dataFolder, known] {
        return Result<QList<SurveyedNode>>(surveyNodes(dataFolder, known));
    });
    whenDone(survey, this, [this, promise](const Result<QList<SurveyedNode>> &found) {
        QList<RunningNode> running;
        for (const SurveyedNode &surveyed : found.value_or(QList<SurveyedNode>())) {
            if (auto adopted = adoptOne(surveyed)) {
                running.append(*adopted);
            } else {
                Q_EMIT ended(endOf(surveyed.id, folder(surveyed.id)));
            }
        }
        finish<QList<RunningNode>>(promise, running);
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
    refreshResolvConf(m_resolvConf.content()); // the network may have changed while nobody looked
    return node->running;
}

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

void LocalEngine::onRunning(const QString &id)
{
    const auto node = m_nodes.at(id);
    const auto record = recordOf(folder(id));
    if (!record) {
        node->process->terminate();
        return;
    }
    node->running = runningNodeFrom(id, folder(id), *record);
    qCInfo(engineLog,
           "%s: prepared after %lld ms, running after %lld ms",
           qUtf8Printable(id),
           node->prepared,
           node->sinceStart.elapsed());
    finish<RunningNode>(std::exchange(node->start, nullptr), node->running);
}

void LocalEngine::onEnded(const QString &id)
{
    const auto found = m_nodes.find(id);
    if (found == m_nodes.end()) {
        return;
    }
    const auto node = found->second;
    node->report = node->process ? node->process->givenUp() : QByteArray();
    node->process.reset();
    if (QFileInfo::exists(folder(id).end())) {
        settle(id, node); // its keeper has seen the last process go
        return;
    }
    auto swept = QtConcurrent::run(&m_pool,
                                   [record = recordOf(folder(id))] { return sweepNode(record); });
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
        Q_EMIT ended(endOf(id, folder(id)));
        return;
    }
    QFile::remove(folder(id).record()); // the end that was asked for is no news at the next start
    for (const auto &promise : std::as_const(node->stops)) {
        finish<void>(promise, {});
    }
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

QFuture<Result<void>> LocalEngine::stop(const QString &id)
{
    const auto found = m_nodes.find(id);
    if (found == m_nodes.end()) {
        return deliveredTo<void>(this, QtConcurrent::run(&m_pool, [folder = folder(id)] {
                                     Result<void> ended = endNode(folder);
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
        QTimer::singleShot(
            longestStop, node->process.get(), [this, id, process = node->process.get()] {
                if (const auto record = recordOf(folder(id)); record && isAlive(record->child)) {
                    ::kill(record->child.pid, SIGKILL);
                }
                process->kill();
            });
    }
    return node->stops.last()->future();
}

QFuture<Result<void>> LocalEngine::remove(const QString &id)
{
    return deliveredTo<void>(
        this, QtConcurrent::run(&m_pool, [path = folder(id)]() -> Result<void> {
            if (isLocked(path.lock())) {
                return failure(
                    {.code = Error::Code::Conflict,
                     .message = tr("The instance still runs. Stop it, then delete it.")});
            }
            // Under a name that no row can have: what an interrupted removal leaves is removed at
            // the next start.
            const QString removed = QFileInfo(path.path()).path() + QStringLiteral("/.removed-")
                                    + QFileInfo(path.path()).fileName();
            QFile::rename(path.path(), removed);
            return removeFolder(QFileInfo::exists(removed) ? removed : path.path());
        }));
}

Result<void> LocalEngine::setAuthorizedKeys(const QString &id, const QStringList &keys)
{
    // A node that was never started gets them with its specification.
    return QFileInfo::exists(folder(id).run()) ? writeAuthorizedKeys(folder(id), keys)
                                               : Result<void>();
}

QFuture<Result<Arm::HomeSummary>> LocalEngine::homeSummary(const QString &id)
{
    return deliveredTo<Arm::HomeSummary>(this,
                                         QtConcurrent::run(&m_pool, [home = folder(id).home()] {
                                             return Result<Arm::HomeSummary>(summarize(home));
                                         }));
}

QString LocalEngine::creationLogPath(const QString &id) const
{
    return folder(id).creationLog();
}

void LocalEngine::refreshResolvConf(const QByteArray &content)
{
    for (const auto &[id, node] : m_nodes) {
        // Without a sandbox there is none of its own; a failure leaves the one before.
        if (QFileInfo::exists(folder(id).etc() + QStringLiteral("/resolv.conf"))) {
            std::ignore = writeResolvConf(folder(id).etc(), content);
        }
    }
}

NodeFolder LocalEngine::folder(const QString &id) const
{
    return folderOf(m_dataFolder, id);
}

} // namespace Atelier::Engine
