// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/engine/local/nodesurvey.h"

#include "backend/engine/local/folderremoval.h"
#include "backend/engine/local/nodebuilder.h"

#include <QCoreApplication>
#include <QDeadlineTimer>
#include <QDir>
#include <QFileInfo>
#include <QSet>
#include <QThread>
#include <QThreadPool>
#include <QtConcurrentMap>

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
constexpr auto longestEmptying = 2s; ///< a control group whose processes were killed
constexpr int lookers = 8;

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

void askToEnd(const ProcessIdentity &keeper)
{
    if (isAlive(keeper)) {
        ::sigqueue(keeper.pid, SIGTERM, {.sival_int = stopAskedFor});
    }
}

Error stillRuns()
{
    return {.code = Error::Code::Conflict,
            .message = QCoreApplication::translate(
                "Atelier::Engine", "Some processes of the instance could not be ended.")};
}

/** The record of a node whose lock is held; waits for one that is just being started. */
std::optional<NodeRecord> aliveRecord(const NodeFolder &folder, const Boot &boot)
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
    return settled && record && record->bootId == boot.id ? record : std::nullopt;
}

/** The node that a folder belonged to which is being removed; else empty. */
QString nodeBeingRemoved(const QString &name)
{
    return name.startsWith(removedPrefix) ? name.sliced(removedPrefix.size()) : QString();
}

/** Nothing when the node neither runs nor left a record. */
std::optional<SurveyedNode> surveyNode(const QString &id,
                                       const NodeFolder &folder,
                                       const Boot &boot)
{
    if (isLocked(folder.lock())) {
        return SurveyedNode{.id = id, .alive = aliveRecord(folder, boot)};
    }
    if (!QFileInfo::exists(folder.record())) {
        return {};
    }
    std::ignore = sweepNode(folder, boot);
    return SurveyedNode{.id = id};
}

} // namespace

void removeMemoryGroup(const NodeRecord &record)
{
    const QString group = record.node[QLatin1String("memoryGroup")].toString();
    if (!group.isEmpty()) {
        // What was killed leaves it a moment later than it looks dead.
        std::ignore = waitUntil(
            longestEmptying, [&group] { return QDir().rmdir(group) || !QFileInfo::exists(group); });
    }
}

Result<void> sweepNode(const NodeFolder &folder, const Boot &boot)
{
    const std::optional<NodeRecord> record = recordOf(folder);
    // One that was killed before it could write a record was given the same in its specification.
    const NodeRecord left = record.value_or(specifiedRecord(folder));
    // Its keeper's to remove, had it not been killed.
    if (const QString runtime = left.node[QLatin1String("runtime")].toString();
        !runtime.isEmpty()) {
        std::ignore = removeFolder(runtime); // below /tmp: follows no link there
    }
    if (record && record->bootId != boot.id) {
        return {};
    }
    const QString mark = left.node[QLatin1String("mark")].toString();
    const bool marked = !left.isolated && !mark.isEmpty();
    const bool ended = waitUntil(longestKill, [&] {
        killIfAlive(left.child, SIGKILL);
        // In a sandbox all end with the first; without one each bears the node's mark.
        const QList<pid_t> rest = marked ? processesWithEnvironment("ATELIER_NODE=" + mark.toUtf8())
                                         : QList<pid_t>();
        for (const pid_t pid : rest) {
            ::kill(pid, SIGKILL);
        }
        return rest.isEmpty() && !isAlive(left.child);
    });
    removeMemoryGroup(left);
    return ended ? Result<void>() : failure(stillRuns());
}

Result<void> endNode(const NodeFolder &folder, const Boot &boot)
{
    const auto isFree = [&folder] { return !isLocked(folder.lock()); };
    if (!isFree()) {
        std::optional<NodeRecord> record;
        std::ignore = waitUntil(
            longestStop, [&] { return (record = recordOf(folder)) && isAlive(record->shim); });
        if (!record) {
            return failure(stillRuns());
        }
        askToEnd(record->shim);
        if (!waitUntil(longestStop, isFree)) {
            killIfAlive(record->child, SIGKILL);
            killIfAlive(record->shim, SIGKILL);
            if (!waitUntil(longestKill, isFree)) {
                return failure(stillRuns());
            }
        }
    }
    return sweepNode(folder, boot);
}

Survey surveyNodes(const QString &dataFolder, const QStringList &known, const Boot &boot)
{
    Survey survey;
    QStringList ours;
    const QStringList names = QDir(dataFolder + QStringLiteral("/nodes"))
                                  .entryList(QDir::Dirs | QDir::Hidden | QDir::NoDotAndDotDot);
    const QSet<QString> ids(known.begin(), known.end());
    for (const QString &name : names) {
        if (ids.contains(name)) {
            ours.append(name);
        } else if (!ids.contains(nodeBeingRemoved(name))) { // its row will see to it
            survey.strays.append(name);
        }
    }
    QThreadPool pool;
    pool.setMaxThreadCount(lookers);
    const auto found = QtConcurrent::blockingMapped<QList<std::optional<SurveyedNode>>>(
        &pool, ours, [&dataFolder, &boot](const QString &id) {
            return surveyNode(id, folderOf(dataFolder, id), boot);
        });
    for (const std::optional<SurveyedNode> &node : found) {
        if (node) {
            survey.nodes.append(*node);
        }
    }
    return survey;
}

} // namespace Atelier::Engine
