// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
// What a node's keeper leaves for whoever comes: record.json while it runs, end.json afterwards.
#include "app/shim/protocol.h"
#include "app/shim/supervisor.h"
#include "backend/core/crashpoint.h"
#include "backend/posix/processtree.h"

#include <sys/wait.h>
#include <unistd.h>

#include <filesystem>
#include <system_error>

namespace Atelier::Shim {

void Supervisor::writeRecord(const char *state)
{
    const auto identity = [](pid_t pid) {
        return nlohmann::json{{"pid", pid}, {"startTime", Posix::startTimeOf(pid)}};
    };
    const nlohmann::json record{{"protocol", protocolVersion},
                                {"state", state},
                                {"bootId", m_bootId},
                                {"time", utcNow()},
                                {"shim", identity(::getpid())},
                                {"child", identity(m_sandbox)},
                                {"port", m_port},
                                {"isolated", m_spec.isolated},
                                {"coresLimited", !m_spec.cpus.empty()},
                                {"memoryLimited", m_memoryLimited},
                                {"node", m_spec.node}};
    Posix::writeDurably(recordName, record.dump(2));
}

void Supervisor::recordEnd(const char *cause, const std::string &reason)
{
    m_memory.heard(); // it may have been what ended the node
    m_memory.look();
    nlohmann::json end{{"protocol", protocolVersion},
                       {"cause", cause},
                       {"reason", reason},
                       {"time", utcNow()},
                       {"exitStatus", WIFEXITED(m_status) ? WEXITSTATUS(m_status) : -1},
                       {"signal", WIFSIGNALED(m_status) ? WTERMSIG(m_status) : 0},
                       {"lastLines", m_log.tail()}};
    if (protocolVersion >= 2) {
        end["asked"] = m_asked;
    }
    Posix::writeDurably(endName, end.dump(2, ' ', false, nlohmann::json::error_handler_t::replace));
    passCrashPoint(CrashPoint::EndRecorded);
    std::error_code ignored;
    if (!m_spec.runtimeFolder.empty()) {
        std::filesystem::remove_all(m_spec.runtimeFolder, ignored);
    }
    m_memory.remove();
}

} // namespace Atelier::Shim
