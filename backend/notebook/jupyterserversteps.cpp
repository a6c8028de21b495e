// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
// The steps to a usable JupyterLab in their order; what they share is in jupyterserver.cpp.
#include "backend/core/async.h"
#include "backend/notebook/jupyterserverprivate.h"
#include "backend/notebook/labadjustment.h"
#include "backend/notebook/serverrequest.h"
#include "backend/ssh/connection.h"

namespace Atelier::Notebook {

namespace {

constexpr std::chrono::seconds shortStep{15};
constexpr std::chrono::seconds longStep{75}; // the scripts give up after 60 s themselves

bool nobodyListens(const Error &error)
{
    return error.code == Error::Code::ChannelRefused
           || error.code == Error::Code::ForwardingRefused;
}

} // namespace

void JupyterServer::connectToNode()
{
    begin(Step::Connect);
    whenDone(d->source(),
             this,
             [this, generation = d->generation](const Result<Ssh::Connection *> &session) {
                 if (isStale(generation)) {
                     return;
                 }
                 if (!session) {
                     fail(session.error());
                     return;
                 }
                 d->session = *session;
                 finishStep();
                 find();
             });
}

void JupyterServer::find()
{
    begin(Step::Find);
    run(ServerScripts::find(d->deadPid), shortStep, [this](const Result<Ssh::ExecResult> &result) {
        if (result && result->exitStatus == ServerScripts::NotRunning) {
            finishStep();
            start();
        } else if (!result) {
            fail(result.error());
        } else if (result->exitStatus != 0) {
            fail(scriptError(result->exitStatus, result->err));
        } else if (takeUp(result->out)) {
            finishStep();
            confirm();
        }
    });
}

void JupyterServer::start()
{
    begin(Step::Start);
    d->started = true;
    run(ServerScripts::start(d->deadPid), longStep, [this](const Result<Ssh::ExecResult> &result) {
        if (!result) {
            fail(result.error());
        } else if (result->exitStatus != 0) {
            fail(scriptError(result->exitStatus, result->err));
        } else {
            finishStep();
            wait();
        }
    });
}

void JupyterServer::wait()
{
    begin(Step::Wait);
    run(ServerScripts::wait(d->deadPid), longStep, [this](const Result<Ssh::ExecResult> &result) {
        if (!result) {
            failWithLog(result.error());
        } else if (result->exitStatus != 0) {
            failWithLog(scriptError(result->exitStatus, result->err));
        } else if (takeUp(result->out)) {
            confirm();
        }
    });
}

// Whether the server answers through its socket: one that was found may be a leftover.
void JupyterServer::confirm()
{
    const bool started = d->step == Step::Wait;
    whenDone(request(d->session, d->server, {.path = "/api/status?no_track_activity=1"}),
             this,
             [this, started, generation = d->generation](const Result<HttpResponse> &response) {
                 if (isStale(generation)) {
                     return;
                 }
                 if (response) {
                     if (started) {
                         finishStep();
                     }
                     tunnel();
                 } else if (!started && d->deadPid == 0 && nobodyListens(response.error())) {
                     d->deadPid = d->server.pid;
                     start();
                 } else {
                     failWithLog(response.error());
                 }
             });
}

void JupyterServer::tunnel()
{
    begin(Step::Tunnel);
    whenDone(d->tunnel.open(d->session, d->server.socketPath),
             this,
             [this, generation = d->generation](const Result<quint16> &port) {
                 if (isStale(generation)) {
                     return;
                 }
                 if (!port) {
                     fail(port.error());
                     return;
                 }
                 d->access.url = QUrl(QStringLiteral("http://127.0.0.1:%1/").arg(*port));
                 finishStep();
                 enter();
             });
}

void JupyterServer::enter()
{
    begin(Step::SignIn);
    whenDone(signIn(), this, [this, generation = d->generation](const Result<LabAccess> &access) {
        if (isStale(generation)) {
            return;
        }
        if (!access) {
            failWithLog(access.error());
            return;
        }
        d->access = *access;
        finishStep();
        adjust();
    });
}

void JupyterServer::adjust()
{
    begin(Step::Appearance);
    adjustLab(d->session, d->server, d->dark, this, [this, generation = d->generation] {
        if (!isStale(generation)) {
            finish();
        }
    });
}

} // namespace Atelier::Notebook
