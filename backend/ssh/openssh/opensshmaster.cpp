// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/ssh/openssh/opensshmaster.h"

#include "backend/ssh/openssh/opensshchild.h"
#include "backend/ssh/openssh/opensshlog.h"

#include <QFile>

#include <optional>

namespace Atelier::Ssh {

namespace {

/** The number behind @p word in @p line, once its text begins with @p beginning. */
std::optional<quint32> numberAfter(const QByteArray &line, const char *beginning, const char *word)
{
    if (!line.startsWith(beginning)) {
        return std::nullopt;
    }
    const qsizetype at = line.indexOf(word);
    if (at < 0) {
        return std::nullopt;
    }
    qsizetype end = at + static_cast<qsizetype>(qstrlen(word));
    const qsizetype begin = end;
    while (end < line.size() && line.at(end) >= '0' && line.at(end) <= '9') {
        ++end;
    }
    bool isNumber = false;
    const quint32 number = line.mid(begin, end - begin).toUInt(&isNumber);
    return isNumber ? std::optional(number) : std::nullopt;
}

} // namespace

OpenSshMaster::OpenSshMaster(OpenSshCommandLine line, const QString &folder, const QString &name)
    : m_line(std::move(line))
    , m_controlSocket(folder + QLatin1Char('/') + name)
    , m_log(std::make_unique<OpenSshLog>(m_controlSocket + QLatin1String(".log")))
    , m_process(makeOpenSshChild())
{
    connect(m_log.get(), &OpenSshLog::line, this, &OpenSshMaster::read);
    m_process->setStandardInputFile(QProcess::nullDevice());
    m_process->setStandardOutputFile(QProcess::nullDevice());
    m_process->setStandardErrorFile(QProcess::nullDevice());
    connect(m_process.get(), &QProcess::finished, this, [this] {
        m_log->drain();
        Q_EMIT ended();
    });
    connect(m_process.get(), &QProcess::errorOccurred, this, [this](QProcess::ProcessError error) {
        if (error == QProcess::FailedToStart) {
            Q_EMIT missing(m_process->errorString());
        }
    });
}

OpenSshMaster::~OpenSshMaster()
{
    end();
}

void OpenSshMaster::start()
{
    if (!m_log->isOpen()) {
        Q_EMIT missing(qt_error_string());
        return;
    }
    m_process->start(m_line.program(), m_line.shared(m_controlSocket, m_log->path()));
}

void OpenSshMaster::end()
{
    endOpenSshChild(std::move(m_process));
    QFile::remove(m_controlSocket);
}

QString OpenSshMaster::said() const
{
    return m_log->said();
}

void OpenSshMaster::read(const QByteArray &line)
{
    if (!m_isReady && line.startsWith("debug1: channel") && line.contains("new mux listener [")) {
        m_isReady = true;
        Q_EMIT ready();
        return;
    }
    if (const auto session = numberAfter(line, "debug2: type ", " id ")) {
        // SSH_MSG_CHANNEL_SUCCESS and SSH_MSG_CHANNEL_FAILURE, RFC 4254, section 5.4.
        Q_EMIT channelEvent(*session,
                            line.startsWith("debug2: type 99 ") ? Event::ProgramStarted
                                                                : Event::ProgramRefused,
                            {});
    } else if (const auto ending = numberAfter(
                   line, "debug1: client_input_channel_req: ", " channel ")) {
        if (line.contains(" rtype exit-signal ")) {
            Q_EMIT channelEvent(*ending, Event::KilledBySignal, {});
        }
    } else if (const auto channel = numberAfter(line, "debug1: channel ", "channel ")) {
        readChannel(line, *channel);
    } else if (const auto opened = numberAfter(line, "debug2: channel ", "channel ")) {
        if (line.contains(": open confirm ")) {
            Q_EMIT channelEvent(*opened, Event::Opened, {});
        }
    } else if (const auto refused = numberAfter(line, "channel ", "channel ")) {
        const qsizetype reason = line.indexOf(": open failed: ");
        if (reason >= 0) {
            Q_EMIT channelEvent(*refused, Event::Refused, QString::fromUtf8(line.mid(reason + 15)));
        }
    }
}

void OpenSshMaster::readChannel(const QByteArray &line, quint32 channel)
{
    const QByteArray what = line.mid(line.indexOf(": ", QByteArrayView("debug1: ").size()) + 2);
    if (what.startsWith("new session [")) {
        Q_EMIT channelEvent(channel, Event::SessionBegun, {});
    } else if (what.startsWith("new direct-")) {
        Q_EMIT channelEvent(channel, Event::PortBegun, {});
    } else if (what.startsWith("free: ")) {
        Q_EMIT channelEvent(channel, Event::Closed, {});
    }
}

} // namespace Atelier::Ssh
