// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/engine/local/shimprocess.h"

#include "backend/core/paths.h"

#include <QCoreApplication>
#include <QFile>

#include <fcntl.h>
#include <signal.h> // NOLINT(modernize-deprecated-headers): POSIX's, not C++'s
#include <spawn.h>
#include <sys/file.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>

extern "C" {
#include <sys/pidfd.h> // glibc 2.41 forgot to say that these are C functions
}

namespace Atelier::Engine {

namespace {

/** Where atelier-shim expects what is handed over. */
constexpr int reportPlace = 3;
constexpr int lockPlace = 4;

Error cannotStart(int code)
{
    return {.code = Error::Code::Internal,
            .message = QCoreApplication::translate(
                "Atelier::Engine", "The instance could not be started by this computer."),
            .detail = QString::fromLocal8Bit(std::strerror(code))};
}

/** posix_spawn with what it needs, released whatever happens. */
class Spawning final
{
    Q_DISABLE_COPY_MOVE(Spawning)

public:
    Spawning()
    {
        posix_spawn_file_actions_init(&m_actions);
        posix_spawnattr_init(&m_attributes);
    }
    ~Spawning()
    {
        posix_spawn_file_actions_destroy(&m_actions);
        posix_spawnattr_destroy(&m_attributes);
    }

    [[nodiscard]] int run(
        const QString &program, const QString &folder, int report, int lock, pid_t &pid)
    {
        for (const int standard : {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO}) {
            posix_spawn_file_actions_addopen(&m_actions, standard, "/dev/null", O_RDWR, 0);
        }
        posix_spawn_file_actions_adddup2(&m_actions, report, reportPlace);
        posix_spawn_file_actions_adddup2(&m_actions, lock, lockPlace);
        posix_spawn_file_actions_addclosefrom_np(&m_actions, lockPlace + 1);
        sigset_t none;
        sigset_t all;
        sigemptyset(&none);
        sigfillset(&all);
        posix_spawnattr_setsigmask(&m_attributes, &none);
        posix_spawnattr_setsigdefault(&m_attributes, &all);
        posix_spawnattr_setflags(
            &m_attributes, POSIX_SPAWN_SETSID | POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF);
        QByteArray path = QFile::encodeName(program);
        QByteArray node = QFile::encodeName(folder);
        QByteArray handedOver = "ATELIER_HANDED_OVER=1";
        QByteArray search = "PATH=/usr/local/bin:/usr/bin:/bin";
        const std::array<char *, 3> arguments{path.data(), node.data(), nullptr};
        const std::array<char *, 3> environment{handedOver.data(), search.data(), nullptr};
        return posix_spawn(&pid,
                           path.constData(),
                           &m_actions,
                           &m_attributes,
                           arguments.data(),
                           environment.data());
    }

private:
    posix_spawn_file_actions_t m_actions{};
    posix_spawnattr_t m_attributes{};
};

/** Above the places to which they are copied, where one copy would overwrite the other. */
int movedUp(int descriptor)
{
    if (descriptor < 0 || descriptor > lockPlace) {
        return descriptor;
    }
    const int moved = ::fcntl(descriptor, F_DUPFD_CLOEXEC, lockPlace + 1);
    ::close(descriptor);
    return moved;
}

} // namespace

FileDescriptor::~FileDescriptor()
{
    if (m_descriptor >= 0) {
        ::close(m_descriptor);
    }
}

Result<std::unique_ptr<ShimProcess>> ShimProcess::spawn(const NodeFolder &folder)
{
    const QString program = Paths::program(QStringLiteral("atelier-shim"));
    if (program.isEmpty()) {
        return failure(
            {.code = Error::Code::Internal,
             .message = QCoreApplication::translate(
                 "Atelier::Engine",
                 "Atelier is not completely installed: the program that keeps instances running "
                 "is missing. Install Atelier again."),
             .detail = QStringLiteral("atelier-shim not found")});
    }
    // Taken here and handed over, so that there is no moment at which the node seems to be free.
    const FileDescriptor lock(movedUp(
        ::open(QFile::encodeName(folder.lock()).constData(), O_RDWR | O_CREAT | O_CLOEXEC, 0600)));
    if (lock.get() < 0) {
        return failure(cannotStart(errno));
    }
    if (::flock(lock.get(), LOCK_EX | LOCK_NB) != 0) {
        return failure(
            {.code = Error::Code::Conflict,
             .message = QCoreApplication::translate(
                 "Atelier::Engine", "The instance still runs. Stop it, then start it again.")});
    }
    std::array<int, 2> ends{};
    if (::pipe2(ends.data(), O_CLOEXEC | O_NONBLOCK) != 0) {
        return failure(cannotStart(errno));
    }
    const FileDescriptor writeEnd(movedUp(ends[1]));
    pid_t pid = 0;
    if (const int code = Spawning().run(program, folder.path(), writeEnd.get(), lock.get(), pid);
        code != 0) {
        ::close(ends[0]);
        return failure(cannotStart(code));
    }
    const int process = ::pidfd_open(pid, 0);
    if (process < 0) {
        const int code = errno;
        ::kill(pid, SIGKILL);
        ::close(ends[0]);
        return failure(cannotStart(code));
    }
    return std::unique_ptr<ShimProcess>(new ShimProcess(process, ends[0]));
}

std::unique_ptr<ShimProcess> ShimProcess::adopt(const ProcessIdentity &identity)
{
    const int process = ::pidfd_open(identity.pid, 0);
    if (process < 0) {
        return nullptr;
    }
    // Only now can the number not pass to another process between the question and the answer.
    if (!isAlive(identity)) {
        ::close(process);
        return nullptr;
    }
    return std::unique_ptr<ShimProcess>(new ShimProcess(process, -1));
}

ShimProcess::ShimProcess(int pidDescriptor, int reportDescriptor)
    : m_process(pidDescriptor)
    , m_report(reportDescriptor)
    , m_endNotifier(std::make_unique<QSocketNotifier>(pidDescriptor, QSocketNotifier::Read))
{
    connect(m_endNotifier.get(), &QSocketNotifier::activated, this, &ShimProcess::readEnd);
    if (reportDescriptor >= 0) {
        m_reportNotifier = std::make_unique<QSocketNotifier>(reportDescriptor,
                                                             QSocketNotifier::Read);
        connect(
            m_reportNotifier.get(), &QSocketNotifier::activated, this, &ShimProcess::readReport);
    }
}

ShimProcess::~ShimProcess() = default;

void ShimProcess::terminate() const
{
    ::pidfd_send_signal(m_process.get(), SIGTERM, nullptr, 0);
}

void ShimProcess::kill() const
{
    ::pidfd_send_signal(m_process.get(), SIGKILL, nullptr, 0);
}

QByteArray ShimProcess::givenUp() const
{
    constexpr QByteArrayView prefix("failed ");
    return m_reported.startsWith(prefix) ? m_reported.sliced(prefix.size()).trimmed()
                                         : QByteArray();
}

void ShimProcess::readReport()
{
    std::array<char, 1024> block{};
    const ssize_t count = ::read(m_report.get(), block.data(), block.size());
    if (count < 0) {
        return;
    }
    m_reported.append(block.data(), count);
    if (count > 0 && !m_reported.contains('\n')) {
        return;
    }
    m_reportNotifier->setEnabled(false);
    if (m_reported == "running\n") {
        Q_EMIT running();
    }
    // Anything else: its end follows at once.
}

void ShimProcess::readEnd()
{
    m_endNotifier->setEnabled(false);
    if (m_reportNotifier && m_reportNotifier->isEnabled()) {
        readReport(); // its last words may not have been read yet
    }
    siginfo_t information{};
    // Not our child when it was adopted; then somebody else waits for it.
    ::waitid(P_PIDFD, static_cast<id_t>(m_process.get()), &information, WEXITED | WNOHANG);
    Q_EMIT ended();
}

} // namespace Atelier::Engine
