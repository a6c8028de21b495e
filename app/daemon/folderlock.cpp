// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/daemon/folderlock.h"

#include "app/daemon/networkfilesystem.h"

#include <QCoreApplication>
#include <QDateTime>
#include <QDeadlineTimer>
#include <QDir>
#include <QFile>
#include <QLocale>
#include <QThread>

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <chrono>
#include <cstring>

namespace Atelier::Daemon {

namespace {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

constexpr auto lettingGo = 1s;
constexpr auto lockInterval = 20ms;

Error unwritable(const QString &folder, int fault)
{
    return {
        .code = fault == ENOSPC ? Error::Code::Exhausted : Error::Code::PermissionDenied,
        .message = QCoreApplication::translate("Daemon",
                                               "The data folder “%1” can't be written to: %2.")
                       .arg(folder, QString::fromLocal8Bit(std::strerror(fault))),
    };
}

Error remote(const QString &folder, const QString &kind)
{
    return {
        .code = Error::Code::PermissionDenied,
        .message = QCoreApplication::translate(
                       "Daemon",
                       "The data folder “%1” is on a network file system (%2), where two computers "
                       "could use it at once and destroy it. Choose a folder on a disk of this "
                       "computer with the variable ATELIER_DATA.")
                       .arg(folder, kind),
    };
}

Error held(const QString &folder, const FolderLock::Holder &holder)
{
    return {
        .code = Error::Code::AlreadyExists,
        .message = QCoreApplication::translate("Daemon",
                                               "Another Atelier already uses the data folder “%1”: "
                                               "process %2, since %3.")
                       .arg(folder,
                            QString::number(holder.pid),
                            QLocale().toString(holder.since, QLocale::ShortFormat)),
    };
}

QByteArray lockPath(const QString &folder)
{
    return QFile::encodeName(folder + u"/lock"_s);
}

/** The note is written once, so its time is when the folder was taken. */
FolderLock::Holder holderIn(int descriptor)
{
    QByteArray note(32, '\0');
    const auto length = ::pread(descriptor, note.data(), static_cast<size_t>(note.size()), 0);
    struct stat status = {};
    const bool dated = ::fstat(descriptor, &status) == 0;
    return {.pid = note.left(qMax<qsizetype>(0, length)).trimmed().toLongLong(),
            .since = dated ? QDateTime::fromSecsSinceEpoch(status.st_mtim.tv_sec) : QDateTime()};
}

} // namespace

FolderLock::~FolderLock()
{
    if (m_descriptor >= 0) {
        ::close(m_descriptor); // the lock goes with it; the file stays, so that nobody locks a
                               // second one
    }
}

std::optional<FolderLock::Holder> FolderLock::holderOf(const QString &folder)
{
    const int descriptor = ::open(lockPath(folder).constData(), O_RDONLY | O_CLOEXEC);
    if (descriptor < 0) {
        return {};
    }
    const bool isHeld = ::flock(descriptor, LOCK_SH | LOCK_NB) != 0 && errno == EWOULDBLOCK;
    const auto holder = isHeld ? std::optional(holderIn(descriptor)) : std::nullopt;
    ::close(descriptor);
    return holder;
}

Result<void> FolderLock::take(const QString &folder)
{
    const QFileDevice::Permissions ownerOnly = QFileDevice::ReadOwner | QFileDevice::WriteOwner
                                               | QFileDevice::ExeOwner;
    if (!QDir(folder).exists()) {
        errno = 0;
        if (!QDir().mkpath(folder) || !QFile::setPermissions(folder, ownerOnly)) {
            return failure(unwritable(folder, errno != 0 ? errno : EACCES));
        }
    }
    if (const QString kind = networkFileSystemAt(folder); !kind.isEmpty()) {
        return failure(remote(folder, kind));
    }
    // Not inherited: a node that outlives this program must not hold its lock.
    m_descriptor = ::open(lockPath(folder).constData(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (m_descriptor < 0) {
        return failure(unwritable(folder, errno));
    }
    // One that was killed just now may still be letting go.
    const QDeadlineTimer patience(lettingGo);
    while (::flock(m_descriptor, LOCK_EX | LOCK_NB) != 0) {
        if (errno != EWOULDBLOCK && errno != EINTR) {
            return failure(unwritable(folder, errno)); // a file system without locks: nobody has it
        }
        if (!patience.hasExpired()) {
            QThread::sleep(lockInterval);
            continue;
        }
        return failure(held(folder, holderIn(m_descriptor)));
    }
    const QByteArray note = QByteArray::number(::getpid()) + '\n';
    if (::ftruncate(m_descriptor, 0) != 0
        || ::pwrite(m_descriptor, note.constData(), static_cast<size_t>(note.size()), 0)
               != note.size()) {
        return failure(unwritable(folder, errno));
    }
    return {};
}

} // namespace Atelier::Daemon
