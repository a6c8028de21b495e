// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/ssh/openssh/opensshexec.h"

#include "backend/ssh/openssh/opensshlink.h"

#include <QCoreApplication>
#include <QLocale>

namespace Atelier::Ssh {

OpenSshExec::OpenSshExec(OpenSshLink &link,
                         const QString &command,
                         ExecOptions options,
                         Reply<ExecResult> reply)
    : QObject(&link)
    , m_options(std::move(options))
    , m_reply(std::move(reply))
    , m_process(link, command)
{
    connect(&m_process, &RemoteProcess::readyOutput, this, [this](const QByteArray &data) {
        append(m_result.out, data);
    });
    connect(&m_process, &RemoteProcess::readyError, this, [this](const QByteArray &data) {
        append(m_result.err, data);
    });
    connect(&m_process, &RemoteProcess::failed, this, [this](const Error &error) {
        answer(failure(error));
    });
    connect(
        &m_process, &RemoteProcess::finished, this, [this](int exitStatus, const QString &signal) {
            m_result.exitStatus = exitStatus;
            m_result.signal = signal;
            answer(std::move(m_result));
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

void OpenSshExec::append(QByteArray &stream, const QByteArray &data)
{
    if (stream.size() + data.size() <= m_options.maximumOutput) {
        stream += data;
        return;
    }
    answer(failure({.code = Error::Code::Exhausted,
                    .message = QCoreApplication::translate("Ssh::OpenSshExec",
                                                           "The command wrote more than %1.")
                                   .arg(QLocale().formattedDataSize(m_options.maximumOutput))}));
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
