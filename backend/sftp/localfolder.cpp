// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/sftp/localfolder.h"

#include "backend/sftp/errors.h"
#include "backend/sftp/names.h"

#include <dirent.h>
#include <fcntl.h>
#include <stdio.h> // NOLINT: renameat2

#include <array>
#include <cerrno>

namespace Atelier::Sftp {

namespace {

// NOLINTBEGIN(cppcoreguidelines-pro-type-vararg): the system's function
int openAt(int folder, const QByteArray &name, int flags, mode_t mode)
{
    return ::openat(folder, name.constData(), flags | O_CLOEXEC | O_NOFOLLOW, mode);
}
// NOLINTEND(cppcoreguidelines-pro-type-vararg)

struct FolderCloser
{
    void operator()(DIR *folder) const { static_cast<void>(::closedir(folder)); }
};

std::unexpected<Error> refused(const QByteArray &path)
{
    return failure(localError(path, EINVAL));
}

} // namespace

LocalFolder::LocalFolder(UniqueFd descriptor, QByteArray path)
    : m_descriptor(std::move(descriptor))
    , m_path(std::move(path))
{
}

QByteArray LocalFolder::pathOf(const QByteArray &name) const
{
    return joined(m_path, name);
}

Result<LocalFolder::Pointer> LocalFolder::open(const QByteArray &path)
{
    UniqueFd folder(::open(path.constData(), O_RDONLY | O_DIRECTORY | O_CLOEXEC)); // NOLINT
    if (!folder.isValid()) {
        return failure(localError(path, errno));
    }
    return std::make_shared<const LocalFolder>(std::move(folder), path);
}

Result<LocalFolder::Pointer> LocalFolder::subfolder(const QByteArray &name, bool makes) const
{
    if (!isEntryName(name)) {
        return refused(pathOf(name));
    }
    if (makes && ::mkdirat(descriptor(), name.constData(), 0700) != 0 && errno != EEXIST) {
        return failure(localError(pathOf(name), errno));
    }
    UniqueFd folder(openAt(descriptor(), name, O_RDONLY | O_DIRECTORY, 0));
    if (!folder.isValid()) {
        // A link in a folder's place is told as ENOTDIR.
        const int number = errno;
        const auto found = status(name);
        const bool isLink = found && S_ISLNK(found->st_mode);
        return failure(localError(pathOf(name), isLink ? ELOOP : number));
    }
    return std::make_shared<const LocalFolder>(std::move(folder), pathOf(name));
}

Result<UniqueFd> LocalFolder::openFile(const QByteArray &name, int flags, mode_t mode) const
{
    if (!isEntryName(name)) {
        return refused(pathOf(name));
    }
    // A pipe must not hold up who opens it.
    UniqueFd file(openAt(descriptor(), name, flags | O_NONBLOCK | O_NOCTTY, mode));
    if (!file.isValid()) {
        return failure(localError(pathOf(name), errno));
    }
    return file;
}

std::optional<struct stat> LocalFolder::status(const QByteArray &name) const
{
    struct stat found{};
    if (!isEntryName(name)
        || ::fstatat(descriptor(), name.constData(), &found, AT_SYMLINK_NOFOLLOW) != 0) {
        return std::nullopt;
    }
    return found;
}

Result<void> LocalFolder::rename(const QByteArray &from,
                                 const QByteArray &to,
                                 Replace replace) const
{
    if (!isEntryName(from) || !isEntryName(to)) {
        return refused(pathOf(to));
    }
    const unsigned int flags = replace == Replace::No ? RENAME_NOREPLACE : 0U;
    if (::renameat2(descriptor(), from.constData(), descriptor(), to.constData(), flags) == 0) {
        return {};
    }
    if (errno != EINVAL || replace == Replace::Yes) {
        return failure(errno == EEXIST ? existsError(pathOf(to)) : localError(pathOf(to), errno));
    }
    // Some file systems can't refuse to replace; a second name can.
    if (::linkat(descriptor(), from.constData(), descriptor(), to.constData(), 0) != 0) {
        return failure(errno == EEXIST ? existsError(pathOf(to)) : localError(pathOf(to), errno));
    }
    return remove(from);
}

Result<void> LocalFolder::remove(const QByteArray &name) const
{
    if (!isEntryName(name)) {
        return refused(pathOf(name));
    }
    if (::unlinkat(descriptor(), name.constData(), 0) != 0 && errno != ENOENT) {
        return failure(localError(pathOf(name), errno));
    }
    return {};
}

Result<void> LocalFolder::makeLink(const QByteArray &target, const QByteArray &name) const
{
    if (!isEntryName(name)) {
        return refused(pathOf(name));
    }
    if (::symlinkat(target.constData(), descriptor(), name.constData()) != 0) {
        return failure(errno == EEXIST ? existsError(pathOf(name))
                                       : localError(pathOf(name), errno));
    }
    return {};
}

Result<QByteArray> LocalFolder::readLink(const QByteArray &name) const
{
    std::array<char, 4097> target{};
    const ssize_t size = isEntryName(name)
                             ? ::readlinkat(
                                   descriptor(), name.constData(), target.data(), target.size())
                             : -1;
    if (size < 0 || size > 4096) {
        return failure(localError(pathOf(name), size < 0 ? errno : ENAMETOOLONG));
    }
    return QByteArray(target.data(), size);
}

Result<std::vector<QByteArray>> LocalFolder::names() const
{
    UniqueFd again(openAt(descriptor(), ".", O_RDONLY | O_DIRECTORY, 0));
    const std::unique_ptr<DIR, FolderCloser> folder(again.isValid() ? ::fdopendir(again.get())
                                                                    : nullptr);
    if (!folder) {
        return failure(localError(m_path, errno));
    }
    static_cast<void>(again.release()); // closedir() closes it
    std::vector<QByteArray> found;
    errno = 0;
    while (const dirent *entry = ::readdir(folder.get())) {
        const QByteArray name(entry->d_name);
        if (isEntryName(name)) {
            found.push_back(name);
        }
        errno = 0;
    }
    if (errno != 0) {
        return failure(localError(m_path, errno));
    }
    return found;
}

bool LocalFolder::foldsCase() const
{
    const QByteArray name = ".atelier-case-" + QByteArray::number(::getpid()) + "-a";
    const auto file = openFile(name, O_CREAT | O_EXCL | O_WRONLY, 0600);
    if (!file) {
        return false;
    }
    const bool folds = status(name.toUpper()).has_value();
    static_cast<void>(remove(name)); // an empty file of our own
    return folds;
}

void LocalFolder::finish(std::optional<quint32> permissions, std::optional<quint32> modified) const
{
    // A folder that keeps the mode and time it was made with serves as well.
    if (permissions) {
        static_cast<void>(::fchmod(descriptor(), *permissions & 0777U));
    }
    if (modified) {
        const std::array<timespec, 2> times{
            timespec{.tv_sec = 0, .tv_nsec = UTIME_OMIT},
            timespec{.tv_sec = static_cast<time_t>(*modified), .tv_nsec = 0}};
        static_cast<void>(::futimens(descriptor(), times.data()));
    }
}

} // namespace Atelier::Sftp
