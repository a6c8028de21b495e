// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/client/detachedprocess.h"

#include <QByteArray>
#include <QFile>
#include <QList>
#include <QSocketNotifier>

#include <fcntl.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>

extern "C" { // glibc's header leaves it out
#include <sys/pidfd.h>
}

namespace Atelier::Client {

namespace {

constexpr int firstOtherDescriptor = 3;

/** The attributes and file actions of one posix_spawn, freed together. */
class SpawnPlan final
{
    Q_DISABLE_COPY_MOVE(SpawnPlan)

public:
    SpawnPlan()
    {
        posix_spawn_file_actions_init(&m_actions);
        posix_spawnattr_init(&m_attributes);
    }
    ~SpawnPlan()
    {
        posix_spawn_file_actions_destroy(&m_actions);
        posix_spawnattr_destroy(&m_attributes);
    }

    [[nodiscard]] int prepare(const QByteArray &folder, const QByteArray &errorFile)
    {
        sigset_t none;
        sigset_t all;
        sigemptyset(&none);
        sigfillset(&all);
        constexpr unsigned flags = POSIX_SPAWN_SETSID | POSIX_SPAWN_SETSIGMASK
                                   | POSIX_SPAWN_SETSIGDEF;
        constexpr int toErrorFile = O_WRONLY | O_CREAT | O_TRUNC | O_APPEND | O_NOFOLLOW;
        constexpr mode_t ownerOnly = S_IRUSR | S_IWUSR;
        const std::initializer_list<int> results{
            posix_spawnattr_setflags(&m_attributes, static_cast<short>(flags)),
            posix_spawnattr_setsigmask(&m_attributes, &none),
            posix_spawnattr_setsigdefault(&m_attributes, &all),
            posix_spawn_file_actions_addopen(&m_actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0),
            posix_spawn_file_actions_addopen(&m_actions, STDOUT_FILENO, "/dev/null", O_WRONLY, 0),
            posix_spawn_file_actions_addopen(
                &m_actions, STDERR_FILENO, errorFile.constData(), toErrorFile, ownerOnly),
            posix_spawn_file_actions_addclosefrom_np(&m_actions, firstOtherDescriptor),
            posix_spawn_file_actions_addchdir_np(&m_actions, folder.constData())};
        for (const int result : results) {
            if (result != 0) {
                return result;
            }
        }
        return 0;
    }

    [[nodiscard]] int spawn(pid_t *pid, const QByteArray &program, QList<char *> &arguments)
    {
        return posix_spawn(
            pid, program.constData(), &m_actions, &m_attributes, arguments.data(), environ);
    }

private:
    posix_spawn_file_actions_t m_actions{};
    posix_spawnattr_t m_attributes{};
};

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
    QList<char *> vector;
    for (QByteArray &text : texts) {
        vector.append(text.data());
    }
    vector.append(nullptr);
    SpawnPlan plan;
    pid_t pid = 0;
    int error = plan.prepare(QFile::encodeName(workingFolder), QFile::encodeName(errorFile));
    if (error == 0) {
        error = plan.spawn(&pid, texts.constFirst(), vector);
    }
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
