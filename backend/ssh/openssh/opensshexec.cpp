// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/ssh/openssh/opensshexec.h"

#include "backend/ssh/openssh/opensshlink.h"

#include <QCoreApplication>

namespace Atelier::Ssh {

OpenSshExec::OpenSshExec(OpenSshLink &link,
                         const std::shared_ptr<LoginShell> &shell,
                         const QString &command,
                         ExecOptions options,
                         Reply<ExecResult> reply)
    : QObject(&link)
    , m_options(std::move(options))
    , m_reply(std::move(reply))
    , m_output(shell, m_options.maximumOutput)
    , m_process(link, m_output.command(command))
{
    connect(&m_process, &RemoteProcess::readyOutput, this, [this](const QByteArray &data) {
        judge(m_output.addOutput(data));
    });
    connect(&m_process, &RemoteProcess::readyError, this, [this](const QByteArray &data) {
        judge(m_output.addError(data));
    });
    connect(&m_process, &RemoteProcess::failed, this, [this](const Error &error) {
        answer(failure(error));
    });
    connect(
        &m_process, &RemoteProcess::finished, this, [this](int exitStatus, const QString &signal) {
            answer(m_output.take(exitStatus, signal));
        });
    connect(&m_timer, &QTimer::timeout, this, [this] {
        const double seconds = static_cast<double>(m_options.timeout.count()) / 1000.0;
        answer(failure({.code = Error::Code::TimedOut,
                        .message = QCoreApplication::translate(
                                       "Ssh::OpenSshExec", "The command did not end within %1 s.")
                                       .arg(seconds)}));
    });
    if (m_options.timeout.count() > 0) {
        m_timer.setSingleShot(true);
        m_timer.start(m_options.timeout);
    }
    m_process.write(m_options.input);
    m_process.closeInput();
    m_onStop.emplace(m_options.stop, [this] {
        QMetaObject::invokeMethod(
            this, [this] { answer(failure(cancelledError())); }, Qt::QueuedConnection);
    });
}

OpenSshExec::~OpenSshExec() = default;

void OpenSshExec::judge(const Result<void> &added)
{
    if (!added) {
        answer(failure(added.error()));
    }
}

void OpenSshExec::answer(Result<ExecResult> result)
{
    if (!m_isAnswered) {
        m_isAnswered = true;
        m_reply.give(std::move(result));
        deleteLater();
    }
}

} // namespace Atelier::Ssh
