// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/ssh/openssh/opensshsession.h"

#include <QCoreApplication>

namespace Atelier::Ssh {

namespace {

/** ssh(1) keeps the signal's name to itself. */
constexpr auto unnamedSignal = "UNKNOWN";

} // namespace

OpenSshSession::OpenSshSession(OpenSshMaster &master,
                               const StreamTarget &target,
                               const std::array<int, 3> &streams,
                               QObject *parent)
    : QObject(parent)
    , m_target(target)
    , m_talk(master.controlSocket())
{
    connect(&master, &OpenSshMaster::channelEvent, this, &OpenSshSession::note);
    connect(&m_talk, &MuxClient::sessionOpened, this, [this](quint32 channel) {
        m_channel = channel;
        look();
    });
    connect(&m_talk, &MuxClient::refused, this, &OpenSshSession::refuse);
    connect(&m_talk, &MuxClient::exited, this, [this](int status) { m_status = status; });
    connect(&m_talk, &MuxClient::closed, this, [this] {
        m_isSilent = true;
        look();
    });
    m_talk.openSession(target.name.toUtf8(), target.kind == StreamTarget::Kind::Subsystem, streams);
}

void OpenSshSession::note(quint32 channel, OpenSshMaster::Event event)
{
    switch (event) {
    case OpenSshMaster::Event::SessionBegun:
        // Its number may have been another's, whose end we have seen.
        for (QSet<quint32> *set : {&m_started, &m_refused, &m_killed, &m_closed}) {
            set->remove(channel);
        }
        return;
    case OpenSshMaster::Event::ProgramStarted:
        m_started += channel;
        break;
    case OpenSshMaster::Event::ProgramRefused:
        m_refused += channel;
        break;
    case OpenSshMaster::Event::KilledBySignal:
        m_killed += channel;
        break;
    case OpenSshMaster::Event::Closed:
        m_closed += channel;
        break;
    default:
        return;
    }
    look();
}

void OpenSshSession::look()
{
    if (m_isDone || !m_channel) {
        return; // until the master says which channel, or that it has gone
    }
    if (m_refused.contains(*m_channel)) {
        refuse({});
        return;
    }
    if (!m_isOpen && m_started.contains(*m_channel)) {
        m_isOpen = true;
        Q_EMIT opened();
    }
    // A control socket that ends without a status says the same of a signal and of a dead master.
    if (m_isOpen && m_isSilent && m_closed.contains(*m_channel)) {
        finish(std::nullopt);
    }
}

void OpenSshSession::refuse(const QString &detail)
{
    finish(
        Error{.code = Error::Code::ChannelRefused,
              .message = m_target.kind == StreamTarget::Kind::Subsystem
                             ? QCoreApplication::translate("Ssh::OpenSshSession",
                                                           "The server does not offer \"%1\".")
                                   .arg(m_target.name)
                             : QCoreApplication::translate(
                                   "Ssh::OpenSshSession", "The server refused to run the command."),
              .detail = detail,
              .target = m_target.name});
}

void OpenSshSession::lose(const Error &error)
{
    finish(error);
}

void OpenSshSession::finish(const std::optional<Error> &error)
{
    if (m_isDone) {
        return;
    }
    m_isDone = true;
    if (error) {
        Q_EMIT failed(*error);
        return;
    }
    const bool wasKilled = m_channel && m_killed.contains(*m_channel);
    Q_EMIT ended(m_status.value_or(0), wasKilled ? QLatin1String(unnamedSignal) : QString());
}

} // namespace Atelier::Ssh
