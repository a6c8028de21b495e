// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/notebook/jupyterserver.h"

#include "backend/core/async.h"
#include "backend/notebook/jupyterserverprivate.h"
#include "backend/notebook/mapped.h"
#include "backend/notebook/serverrequest.h"
#include "backend/ssh/connection.h"

namespace Atelier::Notebook {

namespace {

constexpr std::chrono::seconds logPatience{15};

Error notConnected()
{
    return {.code = Error::Code::Unavailable,
            .message = JupyterServer::tr("The instance is not connected.")};
}

} // namespace

JupyterServer::JupyterServer(SessionSource source, QObject *parent)
    : QObject(parent)
    , d(std::make_unique<Private>(std::move(source)))
{
    connect(&d->watch, &ServerWatch::ended, this, &JupyterServer::reportEnd);
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
    d->watch.stop();
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

Ssh::Connection *JupyterServer::session() const
{
    return d->session;
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
    d->watch.stop();
    return mapped<void>(
        shutDownServer(d->session, d->server), this, [this](const Result<void> &result) {
            if (!result && d->session) {
                d->watch.start(d->session, d->server, d->tunnel.port());
            }
            return result;
        });
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
    d->watch.start(d->session, d->server, d->tunnel.port());
    Q_EMIT ready(d->access);
}

void JupyterServer::reportEnd(const QString &log)
{
    Q_EMIT ended({.code = Error::Code::CommandFailed,
                  .message = tr("JupyterLab ended in the instance, and its kernels with it.")},
                 log);
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
    run(ServerScripts::log(100), logPatience, [this, error](const Result<Ssh::ExecResult> &result) {
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
    whenDone(runScript(d->session, script, timeout, d->stop.get_token()),
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
