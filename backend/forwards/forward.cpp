// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/forwards/forward.h"

#include <QCoreApplication>
#include <QUuid>

#include <limits>

namespace Atelier::Forwards {

namespace {

using namespace Qt::StringLiterals;

/** The translation context of this file. */
struct ForwardText
{
    Q_DECLARE_TR_FUNCTIONS(ForwardText)
};

quint16 portFrom(const QJsonValue &value)
{
    const qint64 number = value.toInteger();
    return number > 0 && number <= std::numeric_limits<quint16>::max()
               ? static_cast<quint16>(number)
               : quint16{0};
}

} // namespace

Ssh::StreamTarget Forward::target() const
{
    return socket.isEmpty() ? Ssh::StreamTarget::tcp(u"localhost"_s, port)
                            : Ssh::StreamTarget::socket(socket);
}

QString targetText(const Forward &forward)
{
    return forward.socket.isEmpty() ? ForwardText::tr("port %1").arg(forward.port) : forward.socket;
}

QString statusText(const ForwardStatus &status)
{
    switch (status.state) {
    case ForwardState::Stopped:
        return ForwardText::tr("Stopped");
    case ForwardState::Waiting:
        return ForwardText::tr("Waiting for the instance");
    case ForwardState::Starting:
        return ForwardText::tr("Starting…");
    case ForwardState::Listening:
        return ForwardText::tr("Listening on localhost:%1").arg(status.port);
    case ForwardState::Reconnecting:
        return ForwardText::tr("Reconnecting, localhost:%1 is kept").arg(status.port);
    case ForwardState::PortTaken:
        return ForwardText::tr("Port taken");
    case ForwardState::Failed:
        return ForwardText::tr("Failed");
    }
    return {};
}

QString addressOf(const ForwardStatus &status)
{
    return status.port == 0 ? QString() : u"http://localhost:%1/"_s.arg(status.port);
}

QJsonObject toJson(const Forward &forward)
{
    QJsonObject json{{u"id"_s, forward.id},
                     {u"instance"_s, forward.instance},
                     {u"name"_s, forward.name},
                     {u"startsByItself"_s, forward.startsByItself}};
    if (forward.socket.isEmpty()) {
        json.insert(u"port"_s, forward.port);
    } else {
        json.insert(u"socket"_s, forward.socket);
    }
    if (forward.localPort != 0) {
        json.insert(u"localPort"_s, forward.localPort);
    }
    if (forward.usedPort != 0) {
        json.insert(u"usedPort"_s, forward.usedPort);
    }
    return json;
}

std::optional<Forward> forwardFrom(const QJsonObject &json)
{
    Forward forward{.id = json.value("id"_L1).toString(),
                    .instance = json.value("instance"_L1).toString(),
                    .name = json.value("name"_L1).toString(),
                    .port = portFrom(json.value("port"_L1)),
                    .socket = json.value("socket"_L1).toString(),
                    .localPort = portFrom(json.value("localPort"_L1)),
                    .usedPort = portFrom(json.value("usedPort"_L1)),
                    .startsByItself = json.value("startsByItself"_L1).toBool()};
    if (forward.instance.isEmpty() || (forward.port == 0 && !forward.socket.startsWith(u'/'))) {
        return {};
    }
    if (forward.id.isEmpty()) {
        forward.id = QUuid::createUuid().toString(QUuid::WithoutBraces);
    }
    return forward;
}

} // namespace Atelier::Forwards
