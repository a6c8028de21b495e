// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backend/core/uniquefd.h"
#include "backend/ssh/openssh/opensshsession.h"
#include "backend/ssh/remoteprocess.h"

#include <QByteArray>
#include <QSocketNotifier>
#include <QString>

#include <memory>

namespace Atelier::Ssh {

class OpenSshLink;

/** A command through a shared connection of ssh(1), with its streams. Unlike with libssh2 the
 * command gets no hang-up when this is destroyed: ssh(1) can't ask for one. Its input and output
 * end, which most commands do not survive. */
class OpenSshProcess final : public RemoteProcess
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(OpenSshProcess)

public:
    OpenSshProcess(OpenSshLink &link, const QString &command);
    ~OpenSshProcess() override;

    void write(const QByteArray &data) override;
    void closeInput() override;

private:
    void begin(OpenSshMaster &master, const QString &command);
    void sendInput();
    void readOutput();
    void readErrors();
    void drain();
    void fail(const Error &error);

    UniqueFd m_input;
    UniqueFd m_output;
    UniqueFd m_errors;
    std::unique_ptr<QSocketNotifier> m_writable;
    std::unique_ptr<QSocketNotifier> m_readable;
    std::unique_ptr<QSocketNotifier> m_errorsReadable;
    QByteArray m_toSend;
    bool m_inputEnds = false;
    bool m_isDone = false;
    std::unique_ptr<OpenSshSession> m_session;
};

} // namespace Atelier::Ssh
