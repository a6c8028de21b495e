// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/forwards/forwarddraft.h"

#include <QFile>
#include <QRegularExpression>

#include <sys/un.h>

#include <algorithm>
#include <limits>
#include <optional>

namespace Atelier::Forwards {

namespace {

using namespace Qt::StringLiterals;

constexpr quint16 firstFreePort = 1024;
constexpr qsizetype longestName = 60;
constexpr qsizetype longestSocket = sizeof(sockaddr_un::sun_path) - 1;

/** Digits only: "+80" and " 80" are a port nowhere else either. */
std::optional<quint16> portIn(const QString &text, quint16 least)
{
    static const QRegularExpression digits(u"\\A[0-9]{1,5}\\z"_s);
    const int number = digits.match(text).hasMatch() ? text.toInt() : 0;
    const bool isPort = number >= least && number <= std::numeric_limits<quint16>::max();
    return isPort ? std::optional(static_cast<quint16>(number)) : std::nullopt;
}

/** 0 is no port yet: an empty field. */
QString portText(quint16 port)
{
    return port == 0 ? QString() : QString::number(port);
}

bool isSocketPath(const QString &text)
{
    return text.startsWith(u'/') && QFile::encodeName(text).size() <= longestSocket
           && std::ranges::none_of(text, [](QChar character) { return character < u' '; });
}

} // namespace

ForwardDraft::ForwardDraft(const Forward &start, QObject *parent)
    : QObject(parent)
    , m_start(start)
    , m_name(start.name)
    , m_target(start.socket.isEmpty() ? portText(start.port) : start.socket)
    , m_localPort(portText(start.localPort))
    , m_isAutomatic(start.localPort == 0)
{
}

ForwardDraft::~ForwardDraft() = default;

void ForwardDraft::setName(const QString &name)
{
    m_name = name;
    Q_EMIT changed();
}

void ForwardDraft::setTarget(const QString &text)
{
    m_target = text.trimmed();
    Q_EMIT changed();
}

void ForwardDraft::setAutomatic(bool isAutomatic)
{
    m_isAutomatic = isAutomatic;
    Q_EMIT changed();
}

void ForwardDraft::setLocalPort(const QString &text)
{
    m_localPort = text.trimmed();
    Q_EMIT changed();
}

void ForwardDraft::setStartsByItself(bool starts)
{
    m_start.startsByItself = starts;
    Q_EMIT changed();
}

QString ForwardDraft::defaultName() const
{
    const auto port = portIn(m_target, 1);
    if (port) {
        return tr("port %1").arg(*port);
    }
    return isSocketPath(m_target) ? m_target.section(u'/', -1) : QString();
}

QString ForwardDraft::errorFor(Field field) const
{
    switch (field) {
    case Field::Name:
        return m_name.trimmed().size() > longestName
                   ? tr("The name is %1 characters long; up to %2 are allowed.")
                         .arg(m_name.trimmed().size())
                         .arg(longestName)
                   : QString();
    case Field::Target:
        if (m_target.isEmpty() || portIn(m_target, 1) || isSocketPath(m_target)) {
            return {};
        }
        return m_target.startsWith(u'/')
                   ? tr("The path of a socket can have up to %1 bytes.").arg(longestSocket)
                   : tr("“%1” is not a port from 1 to 65535, nor the path of a socket, which "
                        "begins with “/”.")
                         .arg(m_target);
    case Field::LocalPort:
        if (m_isAutomatic || m_localPort.isEmpty() || portIn(m_localPort, firstFreePort)) {
            return {};
        }
        return tr("“%1” is not a port from 1024 to 65535.").arg(m_localPort);
    }
    return {};
}

bool ForwardDraft::isReady() const
{
    return errorFor(Field::Name).isEmpty() && (portIn(m_target, 1) || isSocketPath(m_target))
           && (m_isAutomatic || portIn(m_localPort, firstFreePort));
}

Forward ForwardDraft::forward() const
{
    Forward forward = m_start;
    const QString name = m_name.simplified();
    forward.name = name.isEmpty() ? defaultName() : name;
    const auto port = portIn(m_target, 1);
    forward.port = port.value_or(0);
    forward.socket = port ? QString() : m_target;
    forward.localPort = m_isAutomatic ? quint16{0} : portIn(m_localPort, firstFreePort).value_or(0);
    return forward;
}

} // namespace Atelier::Forwards
