// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/engine/local/shimprocess.h"

#include "backend/core/crashpoint.h"
#include "backend/core/detachedspawn.h"
#include "backend/core/paths.h"
#include "backend/engine/local/noderecord.h"

#include <QCoreApplication>
#include <QFile>

#include <fcntl.h>
#include <signal.h> // NOLINT(modernize-deprecated-headers): POSIX's, not C++'s
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

int spawnKeeper(const QString &program, const QString &folder, int report, int lock, pid_t *pid)
{
    DetachedSpawn spawn;
    for (const int standard : {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO}) {
        spawn.open(standard, "/dev/null", O_RDWR);
    }
    spawn.copy(report, reportPlace);
    spawn.copy(lock, lockPlace);
    QByteArray handedOver = "ATELIER_HANDED_OVER=1";
    QByteArray search = "PATH=/usr/local/bin:/usr/bin:/bin";
    QByteArray crashing(crashPointSetting());
    const std::array<char *, 4> environment{
        handedOver.data(), search.data(), crashing.isEmpty() ? nullptr : crashing.data(), nullptr};
    return spawn.run(pid,
                     {QFile::encodeName(program), QFile::encodeName(folder)},
                     environment.data(),
                     lockPlace);
}

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
    passCrashPoint(CrashPoint::KeeperLocked);
    pid_t pid = 0;
    if (const int code = spawnKeeper(program, folder.path(), writeEnd.get(), lock.get(), &pid);
        code != 0) {
        ::close(ends[0]);
        return failure(cannotStart(code));
    }
    passCrashPoint(CrashPoint::KeeperSpawned);
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
    siginfo_t information{};
    information.si_signo = SIGTERM;
    information.si_code = SI_QUEUE;
    information.si_pid = ::getpid();
    information.si_uid = ::getuid();
    information.si_value.sival_int = stopAskedFor;
    ::pidfd_send_signal(m_process.get(), SIGTERM, &information, 0);
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
