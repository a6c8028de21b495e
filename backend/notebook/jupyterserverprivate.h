// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backend/notebook/jupyterserver.h"
#include "backend/notebook/labtunnel.h"
#include "backend/notebook/serverwatch.h"

#include <QPointer>

namespace Atelier::Notebook {

/** What the steps and the rest of the class share. */
struct JupyterServer::Private
{
    SessionSource source;
    QPointer<Ssh::Connection> session = {};
    ServerInfo server = {};
    qint64 deadPid = 0; ///< named by a runtime file, but nothing listened
    LabAccess access = {};
    Step step = Step::Connect;
    bool working = false;
    bool dark = false;
    bool started = false;
    quint64 generation = 0;
    std::stop_source stop = {};
    QElapsedTimer clock = {};
    LabTunnel tunnel = LabTunnel();
    ServerWatch watch = ServerWatch();
};

} // namespace Atelier::Notebook
