// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/shim/supervisor.h"

#include <cstdio>
#include <exception>
#include <span>

/**
 * atelier-shim FOLDER: starts the node that FOLDER/spec.json describes, keeps it, and records
 * its end. It depends on nobody: what started it may be killed and come back.
 */
int main(int argc, char **argv)
{
    const std::span arguments(argv, static_cast<std::size_t>(argc));
    if (arguments.size() != 2) {
        std::fputs("usage: atelier-shim FOLDER\n", stderr);
        return 2;
    }
    try {
        Atelier::Shim::Supervisor supervisor(arguments[1]);
        try {
            return supervisor.run();
        } catch (const std::exception &error) {
            supervisor.giveUp(error);
            return 1;
        }
    } catch (const std::exception &error) {
        // Not std::println: it may throw, and nobody is left to catch that.
        std::fputs(error.what(), stderr);
        return 1;
    }
}
