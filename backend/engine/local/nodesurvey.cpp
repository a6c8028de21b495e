// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/engine/local/nodesurvey.h"

#include "backend/engine/local/homefolder.h"
#include "backend/engine/local/nodebuilder.h"

#include <QCoreApplication>
#include <QDeadlineTimer>
#include <QDir>
#include <QThread>

#include <algorithm>
#include <chrono>
#include <csignal>
#include <tuple>

namespace Atelier::Engine {

namespace {

using namespace std::chrono_literals;

constexpr auto pollInterval = 10ms;
/** Longer than a keeper tries to start a node, and than it asks its processes politely. */
constexpr auto longestStart = 30s;
constexpr auto longestStop = 10s;
constexpr auto longestKill = 5s;

template<typename Condition>
bool waitUntil(std::chrono::milliseconds longest, Condition condition)
{
    const QDeadlineTimer deadline(longest);
    while (!condition()) {
        if (deadline.hasExpired()) {
            return false;
        }
        QThread::sleep(pollInterval);
    }
    return true;
}

void killIfAlive(const ProcessIdentity &process, int signal)
{
    if (isAlive(process)) {
        ::kill(process.pid, signal);
    }
}

Error stillRuns()
{
    return {.code = Error::Code::Conflict,
            .message = QCoreApplication::translate(
                "Atelier::Engine", "Some processes of the instance could not be ended.")};
}

/** The record of a node whose lock is held; waits for one that is just being started. */
std::optional<NodeRecord> aliveRecord(const NodeFolder &folder)
{
    std::optional<NodeRecord> record;
    const bool settled = waitUntil(longestStart, [&] {
        if (!isLocked(folder.lock())) {
            record.reset();
            return true;
        }
        record = recordOf(folder);
        return record && record->state == QLatin1String("running") && isAlive(record->shim);
    });
    const bool usable = settled && record && record->bootId == bootId() && record->protocol >= 1
                        && record->protocol <= shimProtocol;
    return usable ? record : std::nullopt;
}

} // namespace

Result<void> sweepNode(const std::optional<NodeRecord> &record)
{
    if (!record) {
        return {};
    }
    // Its keeper's to remove, had it not been killed.
    if (const QString runtime = record->node[QLatin1String("runtime")].toString();
        !runtime.isEmpty()) {
        QDir(runtime).removeRecursively();
    }
    if (record->bootId != bootId()) {
        return {};
    }
    const QByteArray mark = "ATELIER_NODE="
                            + record->node[QLatin1String("mark")].toString().toUtf8();
    const bool ended = waitUntil(longestKill, [&] {
        killIfAlive(record->child, SIGKILL);
        // In a sandbox all end with the first; without one each bears the node's mark.
        const QList<pid_t> rest = record->isolated ? QList<pid_t>()
                                                   : processesWithEnvironment(mark);
        for (const pid_t pid : rest) {
            ::kill(pid, SIGKILL);
        }
        return rest.isEmpty() && !isAlive(record->child);
    });
    return ended ? Result<void>() : failure(stillRuns());
}

Result<void> endNode(const NodeFolder &folder)
{
    const auto isFree = [&folder] { return !isLocked(folder.lock()); };
    if (!isFree()) {
        std::optional<NodeRecord> record;
        std::ignore = waitUntil(
            longestStop, [&] { return (record = recordOf(folder)) && isAlive(record->shim); });
        if (!record) {
            return failure(stillRuns());
        }
        killIfAlive(record->shim, SIGTERM);
        if (!waitUntil(longestStop, isFree)) {
            killIfAlive(record->child, SIGKILL);
            killIfAlive(record->shim, SIGKILL);
            if (!waitUntil(longestKill, isFree)) {
                return failure(stillRuns());
            }
        }
    }
    return sweepNode(recordOf(folder));
}

QList<SurveyedNode> surveyNodes(const QString &dataFolder, const QStringList &known)
{
    QList<SurveyedNode> result;
    const QStringList names = QDir(dataFolder + QStringLiteral("/nodes"))
                                  .entryList(QDir::Dirs | QDir::Hidden | QDir::NoDotAndDotDot);
    for (const QString &id : names) {
        const NodeFolder folder = folderOf(dataFolder, id);
        if (!known.contains(id)) {
            // What cannot be ended or removed now is tried again at the next start.
            if (endNode(folder)) {
                std::ignore = removeFolder(folder.path());
            }
            continue;
        }
        if (isLocked(folder.lock())) {
            result.append({.id = id, .alive = aliveRecord(folder)});
        } else if (const auto record = recordOf(folder)) {
            std::ignore = sweepNode(record);
            result.append({.id = id});
        }
    }
    return result;
}

} // namespace Atelier::Engine
