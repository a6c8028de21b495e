// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/node/files/folderreader.h"

#include <fcntl.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <climits>
#include <utility>

namespace Atelier::Node {

namespace {

constexpr std::int64_t nanosecondsPerSecond = 1'000'000'000;

std::string targetOf(int folder, const char *name)
{
    std::array<char, PATH_MAX> target{};
    const ssize_t size = ::readlinkat(folder, name, target.data(), target.size());
    return size > 0 ? std::string(target.data(), static_cast<std::size_t>(size)) : std::string();
}

} // namespace

FolderReader::FolderReader(UniqueFd folder)
    : m_folder(::fdopendir(folder.get()))
{
    if (m_folder) {
        static_cast<void>(folder.release()); // closed by closedir
    } else {
        m_error = errno;
    }
}

std::optional<std::string_view> FolderReader::next()
{
    while (m_folder) {
        errno = 0;
        const dirent *entry = ::readdir(m_folder.get());
        if (entry == nullptr) {
            m_error = errno;
            break;
        }
        const std::string_view name = static_cast<const char *>(entry->d_name);
        if (name != "." && name != "..") {
            return name;
        }
    }
    return std::nullopt;
}

int FolderReader::descriptor() const
{
    return m_folder ? ::dirfd(m_folder.get()) : -1;
}

FileKind fileKindFrom(mode_t mode)
{
    switch (mode & S_IFMT) {
    case S_IFREG:
        return FileKind::File;
    case S_IFDIR:
        return FileKind::Folder;
    case S_IFLNK:
        return FileKind::Link;
    case S_IFIFO:
        return FileKind::Pipe;
    case S_IFSOCK:
        return FileKind::Socket;
    case S_IFCHR:
    case S_IFBLK:
        return FileKind::Device;
    default:
        return FileKind::Other;
    }
}

Outcome<FileRow> rowOf(int folder, const char *name, std::string path)
{
    struct statx found{};
    // What a network file system remembers is new enough for a listing.
    if (::statx(folder,
                name,
                AT_SYMLINK_NOFOLLOW | AT_NO_AUTOMOUNT | AT_STATX_DONT_SYNC | AT_EMPTY_PATH,
                STATX_TYPE | STATX_MODE | STATX_SIZE | STATX_MTIME,
                &found)
        != 0) {
        return std::unexpected(systemFault(errno, path));
    }
    FileRow row{.path = std::move(path),
                .kind = fileKindFrom(found.stx_mode),
                .mode = found.stx_mode & 07777U,
                .size = found.stx_size,
                .modified = (found.stx_mtime.tv_sec * nanosecondsPerSecond)
                            + std::int64_t{found.stx_mtime.tv_nsec}};
    if (row.kind == FileKind::Link) {
        row.target = targetOf(folder, name);
    }
    return row;
}

} // namespace Atelier::Node
