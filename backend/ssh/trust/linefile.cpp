// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/ssh/trust/linefile.h"

#include "backend/core/uniquefd.h"

#include <QCoreApplication>
#include <QDeadlineTimer>
#include <QFile>
#include <QFileInfo>
#include <QThread>

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>

#include <array>
#include <cerrno>
#include <chrono>
#include <optional>

namespace Atelier::Ssh {

namespace {

using namespace std::chrono_literals;

constexpr qsizetype maximumSize = qsizetype{64} * 1024 * 1024;
constexpr auto lockPatience = 10s;
constexpr auto lockInterval = 1ms;

Error unreadableFile(const QString &path, const QString &reason)
{
    return {.code = Error::Code::PermissionDenied,
            .message = QCoreApplication::translate("Ssh::KnownHosts",
                                                   "The file of known hosts %1 can't be read: %2.")
                           .arg(path, reason),
            .target = path};
}

Error unwritableFile(const QString &path, int number)
{
    return {.code = number == ENOSPC || number == EDQUOT ? Error::Code::Exhausted
                                                         : Error::Code::PermissionDenied,
            .message = QCoreApplication::translate(
                           "Ssh::KnownHosts", "The file of known hosts %1 can't be written: %2.")
                           .arg(path, qt_error_string(number)),
            .detail = QStringLiteral("errno %1").arg(number),
            .target = path};
}

Error busy(const QString &path)
{
    return {.code = Error::Code::TimedOut,
            .message = QCoreApplication::translate("Ssh::KnownHosts",
                                                   "The file of known hosts %1 can't be written: "
                                                   "another program keeps it locked.")
                           .arg(path),
            .target = path};
}

/** From the file's beginning, wherever it is written. */
Result<QByteArray> readAll(int file, const QString &path)
{
    QByteArray content;
    std::array<char, 64 * 1024> part{};
    while (true) {
        const ssize_t count = ::pread(file, part.data(), part.size(), content.size());
        if (count < 0 && errno == EINTR) {
            continue;
        }
        if (count < 0) {
            return failure(unreadableFile(path, qt_error_string(errno)));
        }
        if (count == 0) {
            return content;
        }
        content.append(part.data(), count);
        if (content.size() > maximumSize) {
            return failure(unreadableFile(
                path, QCoreApplication::translate("Ssh::KnownHosts", "it is larger than 64 MiB")));
        }
    }
}

/** Creates what is missing of @p folder; 0 or errno. */
int makeFolder(const QString &folder)
{
    if (::mkdir(QFile::encodeName(folder).constData(), 0700) == 0 || errno == EEXIST) {
        return 0;
    }
    const QString above = QFileInfo(folder).path();
    if (errno != ENOENT || above == folder) {
        return errno;
    }
    if (const int number = makeFolder(above); number != 0) {
        return number;
    }
    return ::mkdir(QFile::encodeName(folder).constData(), 0700) == 0 || errno == EEXIST ? 0 : errno;
}

Result<UniqueFd> openLocked(const QString &path)
{
    if (const int number = makeFolder(QFileInfo(path).path()); number != 0) {
        return failure(unwritableFile(path, number));
    }
    UniqueFd file(::open(QFile::encodeName(path).constData(),
                         O_RDWR | O_APPEND | O_CREAT | O_CLOEXEC | O_NONBLOCK | O_NOCTTY,
                         0600));
    struct stat status = {};
    if (!file.isValid() || ::fstat(file.get(), &status) != 0) {
        return failure(unwritableFile(path, errno));
    }
    if (!S_ISREG(status.st_mode)) {
        return failure(unwritableFile(path, EINVAL));
    }
    const QDeadlineTimer patience(lockPatience);
    while (::flock(file.get(), LOCK_EX | LOCK_NB) != 0) {
        if (errno == ENOLCK || errno == ENOTSUP || errno == EINVAL || errno == ENOSYS) {
            break; // a file system without locks; the single write still keeps lines whole
        }
        if (errno != EWOULDBLOCK && errno != EINTR) {
            return failure(unwritableFile(path, errno));
        }
        if (patience.hasExpired()) {
            return failure(busy(path));
        }
        QThread::sleep(lockInterval);
    }
    return file;
}

/** A full disk took only @p written bytes: takes them back unless somebody wrote behind them. */
void takeBack(int file, off_t written)
{
    struct stat status = {};
    const off_t end = ::lseek(file, 0, SEEK_CUR);
    if (end >= written && ::fstat(file, &status) == 0 && status.st_size == end) {
        // When this fails too, the next line begins with a line end of its own.
        static_cast<void>(::ftruncate(file, end - written));
    }
}

/** 0 or errno. */
int writeDurably(int file, const QByteArray &text)
{
    ssize_t count = -1;
    do {
        count = ::write(file, text.constData(), static_cast<std::size_t>(text.size()));
    } while (count < 0 && errno == EINTR);
    if (count != text.size()) {
        const int number = count < 0 ? errno : ENOSPC;
        if (count > 0) {
            takeBack(file, count);
        }
        return number;
    }
    // Some file systems (FUSE) can't; what is written is written.
    return ::fsync(file) == 0 || errno == EINVAL || errno == ENOSYS ? 0 : errno;
}

/** A new file is durable only with its folder's entry. */
void syncFolder(const QString &path)
{
    const UniqueFd folder(::open(QFile::encodeName(QFileInfo(path).path()).constData(),
                                 O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    if (folder.isValid()) {
        static_cast<void>(::fsync(folder.get())); // not every file system offers it
    }
}

bool isStillAt(const QString &path, int file)
{
    struct stat named = {};
    struct stat opened = {};
    return ::stat(QFile::encodeName(path).constData(), &named) == 0 && ::fstat(file, &opened) == 0
           && named.st_dev == opened.st_dev && named.st_ino == opened.st_ino;
}

} // namespace

Result<QByteArray> readLineFile(const QString &path)
{
    const UniqueFd file(
        ::open(QFile::encodeName(path).constData(), O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY));
    if (!file.isValid()) {
        if (errno == ENOENT || errno == ENOTDIR) {
            return QByteArray();
        }
        return failure(unreadableFile(path, qt_error_string(errno)));
    }
    struct stat status = {};
    if (::fstat(file.get(), &status) != 0) {
        return failure(unreadableFile(path, qt_error_string(errno)));
    }
    if (S_ISCHR(status.st_mode)) {
        return QByteArray(); // "UserKnownHostsFile /dev/null"
    }
    if (!S_ISREG(status.st_mode)) {
        return failure(unreadableFile(
            path, QCoreApplication::translate("Ssh::KnownHosts", "it is not a file")));
    }
    return readAll(file.get(), path);
}

Result<void> appendLine(const QString &path,
                        const QByteArray &line,
                        const std::function<bool(const QByteArray &content)> &isThere)
{
    struct stat status = {};
    if (::stat(QFile::encodeName(path).constData(), &status) == 0 && S_ISCHR(status.st_mode)) {
        return {}; // "UserKnownHostsFile /dev/null": nothing is kept, and each time is the first
    }
    const QDeadlineTimer patience(lockPatience);
    while (!patience.hasExpired()) {
        auto file = openLocked(path);
        if (!file) {
            return failure(file.error());
        }
        if (!isStillAt(path, file->get())) {
            continue; // replaced while we waited for the lock
        }
        const auto content = readAll(file->get(), path);
        if (!content) {
            return failure(content.error());
        }
        if (isThere(*content)) {
            return {};
        }
        const bool isGlued = !content->isEmpty() && !content->endsWith('\n');
        if (const int number = writeDurably(file->get(), (isGlued ? "\n" : "") + line + '\n');
            number != 0) {
            return failure(unwritableFile(path, number));
        }
        if (content->isEmpty()) {
            syncFolder(path);
        }
        if (isStillAt(path, file->get())) {
            return {};
        }
    }
    return failure(busy(path));
}

} // namespace Atelier::Ssh
