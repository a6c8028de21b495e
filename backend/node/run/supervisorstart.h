// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backend/node/protocol/outcome.h"
#include "backend/posix/durablefile.h"

#include <sys/types.h>

#include <chrono>
#include <string>
#include <vector>

namespace Atelier::Node {

/** A job's supervisor that has been spawned and has not yet said how it fared. */
class SupervisorStart final
{
public:
    /** Spawns @p command with @p folder and a descriptor's number behind it, in a session of its
     * own, its output in @p log. */
    [[nodiscard]] static Outcome<SupervisorStart> begin(std::vector<std::string> command,
                                                        const std::string &folder,
                                                        const std::string &log);

    /** What it says first, see superviseJob(); empty when it died, or the time is over. */
    [[nodiscard]] std::string firstLine(std::chrono::milliseconds longest) const;

private:
    SupervisorStart(Posix::Descriptor report, pid_t pid)
        : m_report(std::move(report))
        , m_pid(pid)
    {
    }

    Posix::Descriptor m_report;
    pid_t m_pid; ///< that makes the supervisor and ends at once
};

} // namespace Atelier::Node
