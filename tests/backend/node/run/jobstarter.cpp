// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/node/run/jobstore.h"
#include "backend/node/run/jobsupervisor.h"

#include <unistd.h>

#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <span>
#include <string>

namespace {

using namespace Atelier::Node;

/** Dies at the step whose number is the last letters of a file's name that $ATELIER_DIE_AT begins:
 * whoever removes it is the one. */
void dieAt(JobStep step)
{
    if (const char *file = std::getenv("ATELIER_DIE_AT")) {
        const std::string name = file + std::to_string(static_cast<int>(step));
        if (::unlink(name.c_str()) == 0) {
            ::raise(SIGKILL);
        }
    }
}

} // namespace

/**
 * job_starter supervise FOLDER DESCRIPTOR
 * job_starter start ROOT ID SPEC: prints the job or the fault
 */
int main(int argc, char **argv)
{
    const std::span arguments(argv, static_cast<std::size_t>(argc));
    const std::string verb = arguments.size() > 1 ? arguments[1] : "";
    if (verb == "supervise" && arguments.size() == 4) {
        return superviseJob(arguments[2], std::atoi(arguments[3]), dieAt);
    }
    if (verb == "start" && arguments.size() == 5) {
        const JobStore store(arguments[2], {"/proc/self/exe", "supervise"}, dieAt);
        const auto spec = jobSpecFrom(nlohmann::json::parse(arguments[4]));
        const auto job = spec ? store.start(arguments[3], *spec) : std::unexpected(spec.error());
        const std::string text = job ? job->dump() : "fault: " + job.error().message;
        return std::puts(text.c_str()) < 0 || !job ? 1 : 0;
    }
    std::fputs("usage: job_starter supervise|start …\n", stderr);
    return 2;
}
