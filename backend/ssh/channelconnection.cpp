// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/ssh/channelconnection.h"

#include "backend/ssh/channel.h"
#include "backend/ssh/execchannel.h"
#include "backend/ssh/execcollector.h"
#include "backend/ssh/remoteprocesshandle.h"
#include "backend/ssh/streamchannel.h"
#include "backend/ssh/tunnelhandle.h"

namespace Atelier::Ssh {

QFuture<Result<ExecResult>> ChannelConnection::exec(const QString &command,
                                                    const ExecOptions &options)
{
    Reply<ExecResult> reply;
    auto future = reply.future();
    const auto place = desk();
    ExecOutput output(m_shell, options.maximumOutput);
    const QString marked = output.command(command);
    const auto task = std::make_shared<ExecChannel>(
        marked,
        options.timeout,
        options.stop,
        [place] { place->wake(); },
        std::make_unique<ExecCollector>(std::move(output), std::move(reply)));
    task->write(options.input);
    task->closeInput();
    place->submit(task);
    return future;
}

std::unique_ptr<RemoteProcess> ChannelConnection::start(const QString &command)
{
    return std::make_unique<RemoteProcessHandle>(command, desk());
}

QFuture<Result<Stream>> ChannelConnection::stream(const StreamTarget &target)
{
    Reply<Stream> reply;
    auto future = reply.future();
    if (const auto task = StreamChannel::create(target, std::move(reply))) {
        desk()->submit(task);
    }
    return future;
}

std::unique_ptr<Tunnel> ChannelConnection::tunnel(const StreamTarget &target)
{
    return std::make_unique<TunnelHandle>(ChannelSpec::to(target), desk());
}

void ChannelConnection::postState(SessionState state, const Error &error)
{
    QMetaObject::invokeMethod(
        this,
        [this, state, error] {
            m_state = state;
            if (state == SessionState::Connecting) {
                m_shell->forget();
            }
            if (!error.message.isEmpty() || state == SessionState::Ready) {
                m_lastError = error;
            }
            Q_EMIT stateChanged(state);
        },
        Qt::QueuedConnection);
}

} // namespace Atelier::Ssh
