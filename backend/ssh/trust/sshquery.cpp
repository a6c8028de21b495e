// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/ssh/trust/sshquery.h"

namespace Atelier::Ssh {

namespace {

QStringList argumentsFor(const SshCommand &command, const HostName &name, bool isThroughJump)
{
    QStringList arguments{QStringLiteral("-G")};
    if (!command.configFile.isEmpty()) {
        arguments << QStringLiteral("-F") << command.configFile;
    }
    if (!name.user.isEmpty()) {
        arguments << QStringLiteral("-l") << name.user;
    }
    if (name.port != 0) {
        arguments << QStringLiteral("-p") << QString::number(name.port);
    }
    if (isThroughJump) {
        arguments << QStringLiteral("-o") << QStringLiteral("ProxyCommand=none");
    }
    return arguments << QStringLiteral("--") << name.host;
}

/** What ssh said, without what it says of terminals; in one line. */
QString complaint(const QByteArray &output)
{
    QStringList lines = QString::fromLocal8Bit(output.left(4096)).split(u'\n', Qt::SkipEmptyParts);
    lines.removeIf([](const QString &line) { return line.startsWith(u"Pseudo-terminal"); });
    QString text = lines.join(QLatin1String("; ")).simplified();
    while (text.endsWith(u'.')) {
        text.chop(1);
    }
    return text;
}

} // namespace

SshQuery::SshQuery(SshCommand command, HostName name, bool isThroughJump, QObject *parent)
    : QObject(parent)
    , m_command(std::move(command))
    , m_name(std::move(name))
    , m_isThroughJump(isThroughJump)
{
    m_timer.setSingleShot(true);
    connect(&m_timer, &QTimer::timeout, this, &SshQuery::timedOut);
    connect(&m_process, &QProcess::finished, this, &SshQuery::ended);
    connect(&m_process, &QProcess::errorOccurred, this, [this](QProcess::ProcessError error) {
        if (error == QProcess::FailedToStart) {
            failedToStart();
        }
    });
}

SshQuery::~SshQuery()
{
    m_process.disconnect(this);
    if (m_process.state() != QProcess::NotRunning) {
        m_process.kill();
        // A killed process is reaped at once; QProcess would warn and wait without this.
        m_process.waitForFinished(1000);
    }
}

QFuture<Result<SshOptions>> SshQuery::start()
{
    auto future = m_reply.future();
    m_process.setStandardInputFile(QProcess::nullDevice());
    m_timer.start(m_command.timeout);
    m_process.start(m_command.program, argumentsFor(m_command, m_name, m_isThroughJump));
    return future;
}

void SshQuery::failedToStart()
{
    m_timer.stop();
    m_reply.give(failure(
        {.code = Error::Code::NotFound,
         .message = tr("OpenSSH's client “%1” can't be started, so ~/.ssh/config can't be read. "
                       "Install the package openssh-client (Debian, Ubuntu) or openssh-clients "
                       "(Fedora).")
                        .arg(m_command.program),
         .detail = m_process.errorString(),
         .target = m_command.program}));
}

void SshQuery::ended(int exitCode, QProcess::ExitStatus status)
{
    m_timer.stop();
    auto options = SshOptions::parse(m_process.readAllStandardOutput());
    if (status == QProcess::NormalExit && exitCode == 0 && !options.isEmpty()) {
        m_reply.give(std::move(options));
        return;
    }
    const QString reason = complaint(m_process.readAllStandardError());
    m_reply.give(failure(
        {.code = Error::Code::InvalidArgument,
         .message = reason.isEmpty()
                        ? tr("OpenSSH does not say how to reach %1: “ssh -G” ended with status %2.")
                              .arg(m_name.host, QString::number(exitCode))
                        : tr("OpenSSH does not say how to reach %1: %2.").arg(m_name.host, reason),
         .target = m_name.host}));
}

void SshQuery::timedOut()
{
    m_process.kill();
    m_reply.give(failure(
        {.code = Error::Code::TimedOut,
         .message = tr("OpenSSH did not say within %1 s how to reach %2. A “Match exec” in "
                       "~/.ssh/config may hang.")
                        .arg(QString::number(
                                 static_cast<double>(m_command.timeout.count()) / 1000.0, 'g', 3),
                             m_name.host),
         .target = m_name.host}));
}

} // namespace Atelier::Ssh
