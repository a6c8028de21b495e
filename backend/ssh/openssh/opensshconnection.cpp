// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/ssh/openssh/opensshconnection.h"

#include "backend/ssh/openssh/opensshexec.h"
#include "backend/ssh/openssh/opensshlink.h"
#include "backend/ssh/openssh/opensshprocess.h"
#include "backend/ssh/openssh/opensshstream.h"
#include "backend/ssh/openssh/opensshtunnel.h"

namespace Atelier::Ssh {

OpenSshConnection::OpenSshConnection(Destination destination,
                                     OpenSshOptions options,
                                     QObject *parent)
    : Connection(parent)
    , m_link(std::make_unique<OpenSshLink>(std::move(destination), std::move(options)))
{
    connect(m_link.get(), &OpenSshLink::stateChanged, this, &Connection::stateChanged);
    connect(m_link.get(), &OpenSshLink::stateChanged, this, [this](SessionState state) {
        if (state == SessionState::Connecting) {
            m_shell->forget();
        }
    });
}

OpenSshConnection::~OpenSshConnection()
{
    m_link->disconnect(this);
}

SessionState OpenSshConnection::state() const
{
    return m_link->state();
}

const Error &OpenSshConnection::lastError() const
{
    return m_link->lastError();
}

void OpenSshConnection::setReconnecting(bool on)
{
    m_link->setReconnecting(on);
}

void OpenSshConnection::checkLink()
{
    m_link->checkLink();
}

QFuture<Result<void>> OpenSshConnection::open()
{
    Reply<void> reply;
    auto future = reply.future();
    m_link->open(std::move(reply));
    return future;
}

void OpenSshConnection::close()
{
    m_link->close();
}

QFuture<Result<ExecResult>> OpenSshConnection::exec(const QString &command,
                                                    const ExecOptions &options)
{
    Reply<ExecResult> reply;
    auto future = reply.future();
    new OpenSshExec(*m_link, m_shell, command, options, std::move(reply)); // NOLINT: deletes itself
    return future;
}

std::unique_ptr<RemoteProcess> OpenSshConnection::start(const QString &command)
{
    return std::make_unique<OpenSshProcess>(*m_link, command);
}

QFuture<Result<Stream>> OpenSshConnection::stream(const StreamTarget &target)
{
    Reply<Stream> reply;
    auto future = reply.future();
    if (target.isBulk && m_link->options().isBulkApart) {
        OpenSshStream::openSingle(*m_link, target, std::move(reply));
    } else if (target.kind == StreamTarget::Kind::Port
               || target.kind == StreamTarget::Kind::Socket) {
        m_link->openPort(target, std::move(reply));
    } else {
        OpenSshStream::openShared(*m_link, target, std::move(reply));
    }
    return future;
}

std::unique_ptr<Tunnel> OpenSshConnection::tunnel(const StreamTarget &target)
{
    return std::make_unique<OpenSshTunnel>(*m_link, target);
}

} // namespace Atelier::Ssh
