// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/node/copy/programcopy.h"
#include "backend/node/files/filehandlers.h"
#include "backend/node/measure/measurehandlers.h"
#include "backend/node/ports/porthandlers.h"
#include "backend/node/protocol/frame.h"
#include "backend/node/run/jobsupervisor.h"
#include "backend/node/run/runhandlers.h"
#include "backend/node/server/handlertable.h"
#include "backend/node/server/server.h"

#include <unistd.h>

#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <span>
#include <string>
#include <string_view>

using namespace Atelier::Node;

namespace {

constexpr int spoiltStatus = 65; ///< EX_DATAERR of sysexits.h

void goOn(int) {}

int usage()
{
    std::fputs("usage: atelier-node --version\n"
               "       atelier-node check DIGEST    whether this copy is whole\n"
               "       atelier-node serve [DIGEST]  the protocol, on standard input and output\n"
               "       atelier-node supervise FOLDER [DESCRIPTOR]  keeps the job in FOLDER\n",
               stderr);
    return 2;
}

int version()
{
    std::printf("atelier-node %s, protocol %d\n", ATELIER_VERSION, protocolVersion);
    return 0;
}

bool isWhole(std::string_view digest)
{
    const auto verified = verifyOwnCopy(digest);
    if (!verified) {
        std::fprintf(stderr, "%s\n", verified.error().message.c_str());
    }
    return verified.has_value();
}

int check(std::string_view digest)
{
    return isWhole(digest) && syncOwnCopy() ? 0 : spoiltStatus;
}

int serve()
{
    // A studio that goes away is seen by the end of what it sends and by write's result: then what
    // is half done is tidied up. Not SIG_IGN, which programs that are started would inherit.
    static_cast<void>(std::signal(SIGPIPE, goOn));
    static_cast<void>(std::signal(SIGHUP, goOn));
    static const HandlerTable handlers = [] {
        HandlerTable table;
        addFileHandlers(&table);
        addRunHandlers(&table, JobStore(JobStore::defaultRoot(), {"/proc/self/exe", "supervise"}));
        addMeasureHandlers(&table);
        addPortHandlers(&table);
        return table;
    }();
    Server server(STDIN_FILENO, STDOUT_FILENO, handlers);
    const int status = server.run();
    if (server.hasLeftThreads()) {
        // One that hangs in the kernel must not see its objects destroyed.
        std::_Exit(status);
    }
    return status;
}

int run(std::span<char *> arguments)
{
    const std::string_view name = arguments.size() > 1 ? arguments[1] : "";
    if (name == "--version" && arguments.size() == 2) {
        return version();
    }
    if (name == "check" && arguments.size() == 3) {
        return check(arguments[2]);
    }
    if (name == "supervise" && (arguments.size() == 3 || arguments.size() == 4)) {
        return superviseJob(arguments[2], arguments.size() == 4 ? std::atoi(arguments[3]) : -1);
    }
    if (name == "serve" && arguments.size() <= 3) {
        if (arguments.size() == 3) {
            if (!isWhole(arguments[2])) {
                return spoiltStatus;
            }
            tidyCopies();
        }
        return serve();
    }
    return usage();
}

} // namespace

/** What the studio runs on a node, over one SSH channel: see docs/node-protocol.md. */
int main(int argc, char **argv)
{
    try {
        return run({argv, static_cast<std::size_t>(argc)});
    } catch (const std::exception &error) {
        std::fputs(error.what(), stderr);
        return 1;
    }
}
