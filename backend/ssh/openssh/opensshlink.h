// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backend/core/result.h"
#include "backend/ssh/backoff.h"
#include "backend/ssh/connection.h"
#include "backend/ssh/openssh/opensshcommandline.h"
#include "backend/ssh/openssh/opensshmaster.h"
#include "backend/ssh/openssh/opensshports.h"
#include "backend/ssh/openssh/opensshsession.h"
#include "backend/ssh/reply.h"

#include <QObject>
#include <QTemporaryDir>
#include <QTimer>

#include <functional>
#include <memory>
#include <vector>

namespace Atelier::Ssh {

/** The shared connection behind an OpenSshConnection: when there is one, who waits for it, and the
 * next attempt. Lives in the connection's thread. */
class OpenSshLink final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(OpenSshLink)

public:
    using Ready = std::function<void(const Result<OpenSshMaster *> &)>;

    OpenSshLink(Destination destination, OpenSshOptions options);
    ~OpenSshLink() override;

    [[nodiscard]] SessionState state() const { return m_state; }
    [[nodiscard]] const Error &lastError() const { return m_lastError; }
    [[nodiscard]] const Destination &destination() const { return m_destination; }
    [[nodiscard]] const OpenSshOptions &options() const { return m_options; }
    /** Only the user may enter it. */
    [[nodiscard]] QString folder() const { return m_folder.path(); }
    /** For a file of one ssh(1) in it; each time another. */
    [[nodiscard]] QString newPath();

    void open(Reply<void> reply);
    void close();
    void setReconnecting(bool on);
    void checkLink();
    /** Calls @p ready with the connection, at once or when there is one, or with the reason why
     * there is none; not when @p context is gone by then. */
    void whenReady(QObject *context, Ready ready);
    /** A stream to a port or a socket of the node. */
    void openPort(const StreamTarget &target, Reply<Stream> reply);

Q_SIGNALS:
    void stateChanged(Atelier::Ssh::SessionState state);
    /** The connection has gone, and with it all that went through it. */
    void lost(const Atelier::Error &error);

private:
    void begin();
    void masterReady();
    void masterEnded(const Error &error);
    void drop(const Error &error);
    void endProbe();
    void setState(SessionState state);
    void answer(const Result<void> &result);

    Destination m_destination;
    OpenSshOptions m_options;
    QTemporaryDir m_folder;
    int m_files = 0;
    SessionState m_state = SessionState::Disconnected;
    Error m_lastError;
    bool m_reconnecting = false;
    bool m_wasReady = false; ///< since the last open() or close()
    Backoff m_backoff;
    QTimer m_retry;
    QTimer m_deadline;
    QTimer m_signOfLife;
    std::vector<Reply<void>> m_opens;
    std::vector<std::function<void(const Result<OpenSshMaster *> &)>> m_waiting;
    std::unique_ptr<OpenSshMaster> m_master;
    std::unique_ptr<OpenSshPorts> m_ports;   // after m_master, which it uses
    std::unique_ptr<OpenSshSession> m_probe; // likewise
};

} // namespace Atelier::Ssh
