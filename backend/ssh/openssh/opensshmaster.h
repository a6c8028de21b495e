// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backend/ssh/openssh/opensshcommandline.h"

#include <QByteArray>
#include <QObject>
#include <QProcess>
#include <QString>

#include <memory>

namespace Atelier::Ssh {

class OpenSshLog;

/**
 * One ssh(1) that logs in and lets others' channels through (ControlMaster). It ends with this
 * object, and with this program whatever happens to it. What becomes of each channel is taken from
 * its log, which says more than its control socket.
 */
class OpenSshMaster final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(OpenSshMaster)

public:
    enum class Event {
        SessionBegun,
        PortBegun,      ///< a forwarded connection was taken
        Opened,         ///< by the node
        Refused,        ///< by the node, for the reason in the text
        ProgramStarted, ///< a command or subsystem
        ProgramRefused,
        KilledBySignal,
        Closed
    };

    /** @p name: of its files in @p folder. */
    OpenSshMaster(OpenSshCommandLine line, const QString &folder, const QString &name);
    ~OpenSshMaster() override;

    void start();
    /** Ends ssh(1), without a signal; also in the middle of one. */
    void end();
    [[nodiscard]] const OpenSshCommandLine &line() const { return m_line; }
    [[nodiscard]] QString controlSocket() const { return m_controlSocket; }
    [[nodiscard]] QString said() const;

Q_SIGNALS:
    /** Logged in. */
    void ready();
    /** Once, whatever the reason. */
    void ended();
    void missing(const QString &detail);
    void channelEvent(quint32 channel,
                      Atelier::Ssh::OpenSshMaster::Event event,
                      const QString &text);

private:
    void read(const QByteArray &line);
    void readChannel(const QByteArray &line, quint32 channel);

    OpenSshCommandLine m_line;
    QString m_controlSocket;
    std::unique_ptr<OpenSshLog> m_log;
    std::unique_ptr<QProcess> m_process;
    bool m_isReady = false;
};

} // namespace Atelier::Ssh
