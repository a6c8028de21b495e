// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/engine/local/localengine.h"

#include "backend/core/crashpoint.h"
#include "backend/core/paths.h"
#include "backend/engine/local/etcfolder.h"
#include "backend/engine/local/folderremoval.h"
#include "backend/engine/local/homefolder.h"
#include "backend/engine/local/hostcapacity.h"
#include "backend/engine/local/localnode.h"
#include "backend/engine/local/nodebuilder.h"
#include "backend/engine/local/sandboxcommand.h"

#include <QFile>
#include <QFileInfo>
#include <QtConcurrentRun>

#include <algorithm>
#include <tuple>

namespace Atelier::Engine {

namespace {

/** Workers mostly wait, for a key or for a process to end. */
constexpr int workers = 8;

} // namespace

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
    , m_boot(options.boot.id.isEmpty() ? thisBoot() : options.boot)
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
    connect(&m_memoryWatch,
            &MemoryWatch::exhausted,
            this,
            [this](const QString &id, const QString &sentence) {
                Q_EMIT noticed({.id = id, .sentence = sentence});
            });
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

QFuture<Result<void>> LocalEngine::remove(const QString &id)
{
    return deliveredTo<void>(
        this, QtConcurrent::run(&m_pool, [path = folder(id)]() -> Result<void> {
            if (isLocked(path.lock())) {
                return failure(
                    {.code = Error::Code::Conflict,
                     .message = tr("The instance still runs. Stop it, then delete it.")});
            }
            removeMemoryGroup(
                specifiedRecord(path)); // of a keeper that was killed before its record
            // Under a name that no row can have: what an interrupted removal leaves is removed at
            // the next start.
            const QString removed = QFileInfo(path.path()).path() + QLatin1Char('/') + removedPrefix
                                    + QFileInfo(path.path()).fileName();
            QFile::rename(path.path(), removed);
            passCrashPoint(CrashPoint::FolderRenamed);
            auto gone = removeFolder(removed);
            if (gone) {
                gone = removeFolder(path.path()); // where it could not be renamed
            }
            passCrashPoint(CrashPoint::FolderRemoved);
            return gone;
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
