// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <cstddef>
#include <string_view>

// Without Qt: the process that keeps a node uses it too.
namespace Atelier {

/** Places between two steps of an operation, where a test kills the process that comes by. */
enum class CrashPoint : unsigned char {
    // the control plane
    RequestChecked, ///< the state is entered in memory, nothing is on the disk
    RequestSaved,   ///< on the disk, but nobody has been told
    OperationTaken, ///< out of the queue, the engine not asked yet
    NodeFolderMade, ///< the node's folder is there, with nothing in it
    NodeHomeMade,   ///< with a home
    NodeBuilt,      ///< all is written, nobody keeps it
    KeeperLocked,   ///< the lock that its keeper will inherit is taken
    KeeperSpawned,  ///< the keeper runs, and nobody here has noted it
    RunningHeard,   ///< the keeper has said that the node runs
    StopSent,       ///< the keeper has been asked to stop
    EndHeard,       ///< the keeper is gone
    EndForgotten,   ///< the record of a node that was to end is removed
    FolderRenamed,  ///< out of the way, with everything in it
    FolderRemoved,  ///< the row is still there
    OperationDone,  ///< carried out, the outcome not on the disk
    OperationSaved, ///< the outcome is on the disk, the next one not begun
    NodesSurveyed,  ///< a start of the control plane: what runs is known, no row is changed
    RowSettled,     ///< a row is true again, its operation not resumed
    // the process that keeps a node
    KeeperStarted,   ///< what the last one wrote is still there
    KeeperPrepared,  ///< and now it is not
    ChildStarted,    ///< the node's first process runs and is not recorded
    StartRecorded,   ///< it is recorded
    ServerListening, ///< one can log in
    RunningRecorded, ///< that is recorded
    RunningReported, ///< whoever waits has been told
    StopHeard,       ///< asked to stop, nothing done
    StoppedGently,   ///< asked the processes to end, killed none
    AllKilled,       ///< no process is left
    EndRecorded,     ///< the end is recorded, folders outside are not removed
    EndCleaned,      ///< nothing is left to do
};

/** Every crash point by name, in the order of the enumeration. */
inline constexpr std::array<std::string_view, 30> crashPointNames{
    "request-checked", "request-saved",  "operation-taken",  "node-folder-made", "node-home-made",
    "node-built",      "keeper-locked",  "keeper-spawned",   "running-heard",    "stop-sent",
    "end-heard",       "end-forgotten",  "folder-renamed",   "folder-removed",   "operation-done",
    "operation-saved", "nodes-surveyed", "row-settled",      "keeper-started",   "keeper-prepared",
    "child-started",   "start-recorded", "server-listening", "running-recorded", "running-reported",
    "stop-heard",      "stopped-gently", "all-killed",       "end-recorded",     "end-cleaned",
};
static_assert(crashPointNames.size() == static_cast<std::size_t>(CrashPoint::EndCleaned) + 1);

/** The environment variable with the path of a file; the process that passes the point named in
 * that file removes it and dies as by kill -9. Only in builds with ATELIER_CRASH_POINTS. */
inline constexpr auto crashPointVariable = "ATELIER_CRASH_FILE";

/** Does nothing at all in a build without crash points. */
void passCrashPoint(CrashPoint point);

/** "ATELIER_CRASH_FILE=…" to hand on to a process whose environment is made anew; null when there
 * is nothing to hand on. The text stays where it is. */
[[nodiscard]] const char *crashPointSetting();

} // namespace Atelier
