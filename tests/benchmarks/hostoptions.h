// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backend/core/error.h"
#include "backend/ssh/destination.h"

class QCommandLineParser;

namespace Atelier::Benchmark {

/** Adds --port, --user, --key and --known (a file of host keys) to @p parser. */
void addHostOptions(QCommandLineParser &parser);
/** The server that they name, on 127.0.0.1. */
[[nodiscard]] Ssh::Destination destination(const QCommandLineParser &parser);
/** Says @p error and ends the program with 1. */
void fail(const Error &error);

} // namespace Atelier::Benchmark
