// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/ssh/channel.h"

#include <QtEndian>

namespace Atelier::Ssh {

namespace {

QByteArray number(quint32 value)
{
    QByteArray bytes(4, Qt::Uninitialized);
    qToBigEndian(value, bytes.data());
    return bytes;
}

QByteArray text(const QByteArray &value)
{
    return number(static_cast<quint32>(value.size())).append(value);
}

} // namespace

ChannelSpec ChannelSpec::session()
{
    return {.kind = Kind::Session, .type = "session"};
}

ChannelSpec ChannelSpec::socket(const QString &path)
{
    // PROTOCOL of OpenSSH, section 2.4: path, and two reserved fields.
    return {.kind = Kind::Socket,
            .type = "direct-streamlocal@openssh.com",
            .message = text(path.toUtf8()).append(text({})).append(number(0)),
            .target = path};
}

ChannelSpec ChannelSpec::port(const QString &host, quint16 port)
{
    return {
        .kind = Kind::Port,
        .type = "direct-tcpip",
        .message =
            text(host.toUtf8()).append(number(port)).append(text("127.0.0.1")).append(number(0)),
        .target = host + QLatin1Char(':') + QString::number(port)};
}

ChannelSpec ChannelSpec::to(const StreamTarget &target)
{
    ChannelSpec spec;
    switch (target.kind) {
    case StreamTarget::Kind::Command:
    case StreamTarget::Kind::Subsystem:
        spec = session();
        break;
    case StreamTarget::Kind::Socket:
        spec = socket(target.name);
        break;
    case StreamTarget::Kind::Port:
        spec = ChannelSpec::port(target.name, target.port);
        break;
    }
    spec.isBulk = target.isBulk;
    return spec;
}

ChannelSpec ChannelSpec::probe()
{
    return {.kind = Kind::Probe, .type = "keepalive@atelier"};
}

} // namespace Atelier::Ssh
