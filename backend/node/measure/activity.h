// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backend/posix/processtree.h"

#include <chrono>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace Atelier::Node {

/** Something for whose sake the machine should not be stopped. */
struct AwakeReason
{
    enum class Kind : std::uint8_t {
        Session, ///< somebody is logged in with a terminal
        Job,     ///< see JobStore; name is its id
        Kernel,  ///< a Jupyter kernel that computes
        Process  ///< anything else that computes
    };
    Kind kind = Kind::Process;
    std::string name = {};
    std::string command = {}; ///< shortened
    pid_t pid = 0;
    double cpu = 0; ///< processors used in the last interval, with all below it
};

[[nodiscard]] const char *nameOf(AwakeReason::Kind kind);

/**
 * What this user's processes that can be seen do, from one look to the next: of the user, because
 * on a shared machine others' are not ours to count; that can be seen, because in a sandbox these
 * are the instance's.
 */
class Activity final
{
public:
    /** Takes note of all processes; what follows is about the time since the last look. */
    void look();

    /** Processors that all of them used. */
    [[nodiscard]] double cpu() const { return m_cpu; }
    [[nodiscard]] std::uint64_t residentBytes() const { return m_resident; }
    [[nodiscard]] std::size_t processes() const { return m_processes.size(); }
    [[nodiscard]] const std::vector<AwakeReason> &reasons() const { return m_reasons; }

    /** From which on a process counts as computing, in processors. */
    static constexpr double computing = 0.05;

private:
    using Identity = std::pair<pid_t, std::uint64_t>;

    [[nodiscard]] double usedBy(const Posix::Process &process) const;
    void findReasons();

    std::map<Identity, std::uint64_t> m_ticks; ///< of the last look
    std::map<Identity, std::uint64_t> m_before;
    std::chrono::steady_clock::time_point m_time;
    double m_seconds = 0; ///< between the last two looks
    std::vector<Posix::Process> m_processes;
    std::vector<AwakeReason> m_reasons;
    double m_cpu = 0;
    std::uint64_t m_resident = 0;
};

} // namespace Atelier::Node
