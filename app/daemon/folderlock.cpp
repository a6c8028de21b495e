// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/daemon/folderlock.h"

#include <QCoreApplication>
#include <QDeadlineTimer>
#include <QDir>
#include <QFile>
#include <QThread>

#include <fcntl.h>
#include <sys/file.h>
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

} // namespace

FolderLock::~FolderLock()
{
    if (m_descriptor >= 0) {
        ::close(m_descriptor); // the lock goes with it; the file stays, so that nobody locks a
                               // second one
    }
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
    const QByteArray path = QFile::encodeName(folder + u"/lock"_s);
    // Not inherited: a node that outlives this program must not hold its lock.
    m_descriptor = ::open(path.constData(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (m_descriptor < 0) {
        return failure(unwritable(folder, errno));
    }
    // One that was killed just now may still be letting go.
    const QDeadlineTimer patience(lettingGo);
    while (::flock(m_descriptor, LOCK_EX | LOCK_NB) != 0) {
        if (!patience.hasExpired()) {
            QThread::sleep(lockInterval);
            continue;
        }
        QByteArray holder(32, '\0');
        const auto length = ::pread(m_descriptor, holder.data(), 31, 0);
        return failure({
            .code = Error::Code::AlreadyExists,
            .message =
                QCoreApplication::translate(
                    "Daemon", "Another Atelier already uses the data folder “%1” (process %2).")
                    .arg(folder,
                         QString::fromLatin1(holder.left(qMax<qsizetype>(0, length)).trimmed())),
        });
    }
    const QByteArray pid = QByteArray::number(::getpid()) + '\n';
    if (::ftruncate(m_descriptor, 0) != 0
        || ::pwrite(m_descriptor, pid.constData(), static_cast<size_t>(pid.size()), 0)
               != pid.size()) {
        return failure(unwritable(folder, errno));
    }
    return {};
}

} // namespace Atelier::Daemon
