// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backend/ssh/exec.h"
#include "backend/ssh/execoutput.h"
#include "backend/ssh/openssh/opensshprocess.h"
#include "backend/ssh/reply.h"

#include <QObject>
#include <QTimer>

#include <functional>
#include <memory>
#include <optional>

namespace Atelier::Ssh {

/** One command whose output is collected; deletes itself when it has answered. */
class OpenSshExec final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(OpenSshExec)

public:
    OpenSshExec(OpenSshLink &link,
                const std::shared_ptr<LoginShell> &shell,
                const QString &command,
                ExecOptions options,
                Reply<ExecResult> reply);
    ~OpenSshExec() override;

private:
    void judge(const Result<void> &added);
    void answer(Result<ExecResult> result);

    ExecOptions m_options;
    Reply<ExecResult> m_reply;
    ExecOutput m_output;
    QTimer m_timer;
    bool m_isAnswered = false;
    OpenSshProcess m_process;
    std::optional<std::stop_callback<std::function<void()>>>
        m_onStop; // last: calls from any thread
};

} // namespace Atelier::Ssh
