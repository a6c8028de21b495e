// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/core/async.h"
#include "backend/engine/local/localengine.h"

#include <QCoreApplication>

#include <cstdio>

using namespace Atelier;

/** engine_to_kill DATA WORKSPACE ID KEY: starts a node, prints its port and waits to be killed. */
int main(int argc, char **argv)
{
    const QCoreApplication application(argc, argv);
    const QStringList arguments = QCoreApplication::arguments();
    Engine::LocalEngine engine(arguments.value(1), {.workspace = arguments.value(2)});
    const Engine::NodeSpec spec{.id = arguments.value(3),
                                .name = QStringLiteral("box"),
                                .size = {.cores = 1, .memoryGiB = 1},
                                .authorizedKeys = {arguments.value(4)}};
    whenDone(engine.start(spec), &engine, [](const Result<Engine::RunningNode> &node) {
        std::printf("%d\n", node ? node->access.port : 0);
        std::fflush(stdout);
    });
    return QCoreApplication::exec();
}
