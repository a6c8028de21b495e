// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backend/ssh/remoteprocess.h"
#include "backend/ssh/taskdesk.h"

#include <memory>

namespace Atelier::Ssh {

class ExecChannel;
class Mailbox;

/** The caller's end of a running command; the other is an ExecChannel in the session's thread. */
class RemoteProcessHandle final : public RemoteProcess
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(RemoteProcessHandle)

public:
    RemoteProcessHandle(const QString &command, const std::shared_ptr<TaskDesk> &desk);
    ~RemoteProcessHandle() override;

    void write(const QByteArray &data) override;
    void closeInput() override;

private:
    std::shared_ptr<Mailbox> m_mailbox;
    std::shared_ptr<ExecChannel> m_channel;
};

} // namespace Atelier::Ssh
