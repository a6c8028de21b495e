// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <sys/types.h>

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace Atelier::Node {

/**
 * The control group of one job, of version 2 or 1, where the user may make one: it knows the
 * processes of the job, keeps them to a limit, and counts what the kernel has ended for want of
 * memory. Where there is none, the group that all of this runs in is asked for such endings.
 */
class JobMemory final
{
public:
    /** Makes a group called after @p id; without one everything below says "nothing". */
    void make(const std::string &id);
    /** Removes the group that a make() of a killed process may have left. */
    static void discard(const std::string &id);
    /** For one that another process has made. */
    void adopt(std::string group);

    [[nodiscard]] const std::string &group() const { return m_group; }
    /** False: the job can use more. */
    [[nodiscard]] bool limit(std::uint64_t bytes);
    /** To which a process writes "0" to belong to the group; empty: none. */
    [[nodiscard]] std::string membersFile() const;
    [[nodiscard]] std::vector<pid_t> members() const;
    /** Ends all members at one stroke; false where the kernel can't (before 5.14). */
    [[nodiscard]] bool killAll() const;
    /** Bytes of all processes together. */
    [[nodiscard]] std::optional<std::uint64_t> peak() const;
    /** Whether the kernel has ended a process for want of memory since make(). */
    [[nodiscard]] bool ranOut() const;
    /** No process may be left in it. */
    void remove();

private:
    [[nodiscard]] std::string file(const char *name) const { return m_group + '/' + name; }

    std::string m_group;
    std::string m_around; ///< the group that this process is in
    std::uint64_t m_killsAround = 0;
    bool m_unified = true;
};

} // namespace Atelier::Node
