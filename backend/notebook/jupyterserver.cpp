// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/notebook/jupyterserver.h"

#include "backend/core/async.h"
#include "backend/notebook/labadjustment.h"
#include "backend/notebook/mapped.h"
#include "backend/notebook/serverrequest.h"
#include "backend/ssh/session.h"
#include "backend/ssh/tunnel.h"

#include <QPointer>

namespace Atelier::Notebook {

namespace {

constexpr std::chrono::seconds shortStep{15};
constexpr std::chrono::seconds longStep{75}; // the scripts give up after 60 s themselves

bool nobodyListens(const Error &error)
{
    return error.code == Error::Code::ChannelRefused
           || error.code == Error::Code::ForwardingRefused;
}

Error notConnected()
{
    return {.code = Error::Code::Unavailable,
            .message = JupyterServer::tr("The instance is not connected.")};
}

} // namespace

struct JupyterServer::Private
{
    SessionSource source;
    QPointer<Ssh::Session> session = {};
    ServerInfo server = {};
    qint64 deadPid = 0; ///< named by a runtime file, but nothing listened
    LabAccess access = {};
    QString tunnelledSocket = {};
    Step step = Step::Connect;
    bool working = false;
    bool dark = false;
    bool started = false;
    quint64 generation = 0;
    std::stop_source stop = {};
    QElapsedTimer clock = {};
    std::unique_ptr<Ssh::Tunnel> tunnel = {};
};

JupyterServer::JupyterServer(SessionSource source, QObject *parent)
    : QObject(parent)
    , d(std::make_unique<Private>(std::move(source)))
{
}

JupyterServer::~JupyterServer()
{
    d->stop.request_stop();
}

void JupyterServer::open(bool dark)
{
    if (d->working) {
        return;
    }
    d->working = true;
    d->dark = dark;
    d->deadPid = 0;
    d->started = false;
    d->stop = std::stop_source();
    connectToNode();
}

void JupyterServer::cancel()
{
    if (d->working) {
        fail({.code = Error::Code::Cancelled, .message = tr("Opening JupyterLab was cancelled.")});
    }
}

bool JupyterServer::isWorking() const
{
    return d->working;
}

bool JupyterServer::wasStarted() const
{
    return d->started;
}

Ssh::Session *JupyterServer::session() const
{
    return d->session;
}

void JupyterServer::connectToNode()
{
    begin(Step::Connect);
    whenDone(d->source(),
             this,
             [this, generation = d->generation](const Result<Ssh::Session *> &session) {
                 if (isStale(generation)) {
                     return;
                 }
                 if (!session) {
                     fail(session.error());
                     return;
                 }
                 if (d->session != *session) {
                     d->tunnel.reset();
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
    if (d->tunnel && d->tunnelledSocket == d->server.socketPath && d->tunnel->localPort() != 0) {
        finishStep();
        enter();
        return;
    }
    // The page keeps its origin only when the port stays: an earlier one is asked for again.
    listen(static_cast<quint16>(std::max(d->access.url.port(), 0)));
}

void JupyterServer::listen(quint16 port)
{
    d->tunnelledSocket = d->server.socketPath;
    d->tunnel = d->session->tunnelToSocket(d->server.socketPath);
    whenDone(d->tunnel->listen(port),
             this,
             [this, port, generation = d->generation](const Result<quint16> &result) {
                 if (isStale(generation)) {
                     return;
                 }
                 if (!result) {
                     d->tunnel.reset();
                     if (port != 0 && result.error().code == Error::Code::PortTaken) {
                         // Another address is better than none: the page is loaded there again.
                         listen(0);
                         return;
                     }
                     fail(result.error());
                     return;
                 }
                 d->access.url = QUrl(QStringLiteral("http://127.0.0.1:%1/").arg(*result));
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

QFuture<Result<LabAccess>> JupyterServer::signIn()
{
    if (!d->session) {
        return QtFuture::makeReadyValueFuture(Result<LabAccess>(failure(notConnected())));
    }
    return mapped<LabAccess>(
        fetchCookies(d->session, d->server, host()),
        this,
        [url = d->access.url](const Result<QList<QByteArray>> &cookies) -> Result<LabAccess> {
            if (!cookies) {
                return failure(cookies.error());
            }
            return LabAccess{.url = url, .cookies = *cookies};
        });
}

QFuture<Result<void>> JupyterServer::shutDown()
{
    if (!d->session) {
        return QtFuture::makeReadyValueFuture(Result<void>(failure(notConnected())));
    }
    return shutDownServer(d->session, d->server);
}

void JupyterServer::begin(Step step)
{
    ++d->generation;
    d->step = step;
    d->clock.start();
    Q_EMIT stepStarted(step);
}

void JupyterServer::finishStep()
{
    Q_EMIT stepFinished(d->step, d->clock.elapsed());
}

void JupyterServer::finish()
{
    finishStep();
    d->working = false;
    Q_EMIT ready(d->access);
}

void JupyterServer::fail(const Error &error)
{
    ++d->generation;
    d->working = false;
    d->stop.request_stop();
    Q_EMIT failed(error, {});
}

void JupyterServer::failWithLog(const Error &error)
{
    if (!d->session) {
        fail(error);
        return;
    }
    run(ServerScripts::log(100), shortStep, [this, error](const Result<Ssh::ExecResult> &result) {
        ++d->generation;
        d->working = false;
        Q_EMIT failed(error, result ? QString::fromUtf8(result->out) : QString());
    });
}

void JupyterServer::run(const QByteArray &script,
                        std::chrono::milliseconds timeout,
                        std::function<void(const Result<Ssh::ExecResult> &)> next)
{
    if (!d->session) {
        fail(notConnected());
        return;
    }
    Ssh::ExecOptions options;
    options.input = script;
    options.timeout = timeout;
    options.stop = d->stop.get_token();
    whenDone(d->session->exec(QStringLiteral("sh -s"), options),
             this,
             [this, generation = d->generation, next = std::move(next)](
                 const Result<Ssh::ExecResult> &result) {
                 if (!isStale(generation)) {
                     next(result);
                 }
             });
}

bool JupyterServer::takeUp(const QByteArray &output)
{
    Result<ServerInfo> server = parseServerInfo(output);
    if (!server) {
        fail(server.error());
        return false;
    }
    d->server = std::move(*server);
    return true;
}

QByteArray JupyterServer::host() const
{
    return "127.0.0.1:" + QByteArray::number(d->access.url.port());
}

bool JupyterServer::isStale(quint64 generation) const
{
    return generation != d->generation;
}

} // namespace Atelier::Notebook
