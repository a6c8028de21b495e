// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/ssh/session.h"

#include "backend/ssh/channel.h"
#include "backend/ssh/exchange.h"
#include "backend/ssh/execcollector.h"
#include "backend/ssh/remoteprocesshandle.h"
#include "backend/ssh/sessionthread.h"
#include "backend/ssh/streamchannel.h"
#include "backend/ssh/tunnelhandle.h"

namespace Atelier::Ssh {

class Session::Private
{
public:
    Private(Session *session, Destination target)
        : q(session)
        , destination(std::move(target))
    {
    }

    /** The queue of the thread, which runs from the first use on. */
    const std::shared_ptr<CommandQueue> &commands()
    {
        if (!thread) {
            thread = std::make_unique<SessionThread>(
                queue, destination, [this](SessionState next, const Error &error) {
                    QMetaObject::invokeMethod(
                        q, [this, next, error] { changeState(next, error); }, Qt::QueuedConnection);
                });
        }
        return queue;
    }

    void changeState(SessionState next, const Error &error)
    {
        state = next;
        if (!error.message.isEmpty() || next == SessionState::Ready) {
            lastError = error;
        }
        Q_EMIT q->stateChanged(next);
    }

    Session *q;
    Destination destination;
    SessionState state = SessionState::Disconnected;
    Error lastError;
    std::shared_ptr<CommandQueue> queue = std::make_shared<CommandQueue>();
    std::unique_ptr<SessionThread> thread; // last: its end posts through q
};

Session::Session(Destination destination, QObject *parent)
    : Connection(parent)
    , d(std::make_unique<Private>(this, std::move(destination)))
{
}

Session::~Session() = default;

SessionState Session::state() const
{
    return d->state;
}

const Error &Session::lastError() const
{
    return d->lastError;
}

void Session::setReconnecting(bool on)
{
    d->commands()->post([on](SessionThread &thread) { thread.setReconnecting(on); });
}

QFuture<Result<void>> Session::open()
{
    Reply<void> reply;
    auto future = reply.future();
    d->commands()->post([reply = std::move(reply)](SessionThread &thread) mutable {
        thread.open(std::move(reply));
    });
    return future;
}

void Session::close()
{
    d->commands()->post([](SessionThread &thread) { thread.close(); });
}

void Session::setDestination(const Destination &destination)
{
    d->commands()->post(
        [destination](SessionThread &thread) { thread.setDestination(destination); });
}

QFuture<Result<ExecResult>> Session::exec(const QString &command, const ExecOptions &options)
{
    Reply<ExecResult> reply;
    auto future = reply.future();
    const auto &queue = d->commands();
    auto task = std::make_shared<ExecChannel>(
        command,
        options.timeout,
        options.stop,
        [queue] { queue->wake(); },
        std::make_unique<ExecCollector>(options.maximumOutput, std::move(reply)));
    task->write(options.input);
    task->closeInput();
    queue->post([task = std::move(task)](SessionThread &thread) { thread.add(task); });
    return future;
}

std::unique_ptr<RemoteProcess> Session::start(const QString &command)
{
    return std::make_unique<RemoteProcessHandle>(command, d->commands());
}

QFuture<Result<QByteArray>> Session::exchange(const QString &socketPath,
                                              const QByteArray &request,
                                              std::chrono::milliseconds timeout)
{
    Reply<QByteArray> reply;
    auto future = reply.future();
    d->commands()->post(
        [task = std::make_shared<Exchange>(socketPath, request, timeout, std::move(reply))](
            SessionThread &thread) { thread.add(task); });
    return future;
}

QFuture<Result<Stream>> Session::stream(const StreamTarget &target)
{
    Reply<Stream> reply;
    auto future = reply.future();
    d->commands()->post([target, reply = std::move(reply)](SessionThread &thread) mutable {
        StreamChannel::open(thread, target, std::move(reply));
    });
    return future;
}

std::unique_ptr<Tunnel> Session::tunnel(const StreamTarget &target)
{
    return std::make_unique<TunnelHandle>(ChannelSpec::to(target), d->commands());
}

} // namespace Atelier::Ssh
