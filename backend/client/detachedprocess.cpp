// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/client/detachedprocess.h"

#include "backend/core/detachedspawn.h"

#include <QByteArray>
#include <QFile>
#include <QList>
#include <QSocketNotifier>

#include <fcntl.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>

extern "C" { // glibc's header leaves it out
#include <sys/pidfd.h>
}

namespace Atelier::Client {

namespace {

/** The standard descriptors lead nowhere, but for what goes wrong. */
int spawnWritingErrorsTo(const QByteArray &errorFile,
                         const QByteArray &folder,
                         const QList<QByteArray> &command,
                         pid_t *pid)
{
    constexpr int toErrorFile = O_WRONLY | O_CREAT | O_TRUNC | O_APPEND | O_NOFOLLOW;
    constexpr mode_t ownerOnly = S_IRUSR | S_IWUSR;
    DetachedSpawn spawn;
    spawn.open(STDIN_FILENO, "/dev/null", O_RDONLY);
    spawn.open(STDOUT_FILENO, "/dev/null", O_WRONLY);
    spawn.open(STDERR_FILENO, errorFile, toErrorFile, ownerOnly);
    spawn.startIn(folder);
    return spawn.run(pid, command, environ, STDERR_FILENO);
}

} // namespace

Result<std::unique_ptr<DetachedProcess>> DetachedProcess::start(const QString &program,
                                                                const QStringList &arguments,
                                                                const QString &workingFolder,
                                                                const QString &errorFile)
{
    QList<QByteArray> texts{QFile::encodeName(program)};
    for (const QString &argument : arguments) {
        texts.append(QFile::encodeName(argument));
    }
    pid_t pid = 0;
    const int error = spawnWritingErrorsTo(
        QFile::encodeName(errorFile), QFile::encodeName(workingFolder), texts, &pid);
    if (error != 0) {
        return failure({.code = Error::Code::Internal,
                        .message = tr("A part of Atelier can't be started. Installing Atelier "
                                      "again may help."),
                        .detail = program + u": " + qt_error_string(error)});
    }
    return std::unique_ptr<DetachedProcess>(new DetachedProcess(pid));
}

DetachedProcess::DetachedProcess(pid_t pid)
    : m_pid(pid)
    , m_descriptor(pidfd_open(pid, 0))
{
    if (m_descriptor >= 0) {
        m_notifier = std::make_unique<QSocketNotifier>(m_descriptor, QSocketNotifier::Read);
        connect(m_notifier.get(), &QSocketNotifier::activated, this, &DetachedProcess::reap);
    }
}

DetachedProcess::~DetachedProcess()
{
    ::waitpid(m_pid, nullptr, WNOHANG); // if it has just ended, nobody else would notice
    m_notifier.reset();
    if (m_descriptor >= 0) {
        ::close(m_descriptor);
    }
}

qint64 DetachedProcess::pid() const
{
    return m_pid;
}

bool DetachedProcess::isAlive(qint64 pid)
{
    return pid > 0 && (::kill(static_cast<pid_t>(pid), 0) == 0 || errno == EPERM);
}

void DetachedProcess::reap()
{
    int status = 0;
    if (::waitpid(m_pid, &status, WNOHANG) != m_pid) {
        return;
    }
    m_notifier->setEnabled(false);
    Q_EMIT ended(WIFEXITED(status) ? WEXITSTATUS(status) : -WTERMSIG(status));
}

} // namespace Atelier::Client
