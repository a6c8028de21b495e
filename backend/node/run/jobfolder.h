// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backend/posix/durablefile.h"
#include "backend/posix/processtree.h"

#include <nlohmann/json.hpp>

#include <optional>
#include <string>
#include <string_view>

namespace Atelier::Node {

/** Of the files in a job's folder. */
inline constexpr int jobProtocol = 1;

/** "2026-11-21T15:28:02.123Z", ISO 8601. */
[[nodiscard]] std::string utcTime();
/** {"pid":…,"startTime":…}, see Posix::Process. */
[[nodiscard]] nlohmann::json identityOf(pid_t pid);
/** "PLACE-PID-START": this process, at the end of the names of what it alone works on. */
[[nodiscard]] std::string ownMark();
/** Whether @p name ends with the mark of a process of this place that is gone. */
[[nodiscard]] bool isForsaken(std::string_view name);
/** Where a process runs: {"bootId":…,"machine":…,"pidNamespace":…}. */
[[nodiscard]] const nlohmann::json &thisPlace();

/**
 * The folder of one job:
 *   spec.json    {"protocol","token","spec"}, from the first
 *   lock         an open file description lock (fcntl(2)) on it is held while a supervisor lives
 *   run.json     written before the job's program may begin: with it, it has to be taken as begun
 *   cancel.json  someone wants it to end
 *   stdout, stderr, supervisor.log
 *   end.json     how it ended; no process of the job is left then, and nothing changes any more
 */
class JobFolder final
{
public:
    static constexpr auto specName = "spec.json";
    static constexpr auto lockName = "lock";
    static constexpr auto runName = "run.json";
    static constexpr auto cancelName = "cancel.json";
    static constexpr auto endName = "end.json";
    static constexpr auto logName = "supervisor.log";

    explicit JobFolder(std::string path)
        : m_path(std::move(path))
    {
    }

    [[nodiscard]] const std::string &path() const { return m_path; }
    [[nodiscard]] std::string file(const char *name) const { return m_path + '/' + name; }
    [[nodiscard]] bool has(const char *name) const;
    /** Nothing when it isn't there, or holds no object: what is written durably is whole. */
    [[nodiscard]] std::optional<nlohmann::json> read(const char *name) const;

    /** Whether anybody holds the lock; asking disturbs nobody who wants it. */
    [[nodiscard]] bool isHeld() const;
    /** Why the file system of @p lock, the lock's file, which nobody else knows yet, has no locks:
     * an errno, such as ENOLCK on NFS without lockd; else 0. */
    [[nodiscard]] static int locksRefused(const Posix::Descriptor &lock);
    /** The lock, for as long as the descriptor is open; closed when another has it, or there is no
     * such folder. */
    [[nodiscard]] Posix::Descriptor hold() const;

private:
    std::string m_path;
};

} // namespace Atelier::Node
