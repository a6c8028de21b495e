// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/node/copy/programcopy.h"

#include "backend/core/uniquefd.h"
#include "backend/node/files/folderreader.h"
#include "backend/node/files/names.h"
#include "backend/node/files/sha256.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <climits>
#include <ctime>
#include <string>
#include <vector>

namespace Atelier::Node {

namespace {

constexpr std::time_t unusedFor = std::time_t{30} * 24 * 3600;

bool isDigest(std::string_view text)
{
    return text.size() == 64 && std::ranges::all_of(text, [](char c) {
               return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
           });
}

std::string ownPath()
{
    std::array<char, PATH_MAX> path{};
    const ssize_t size = ::readlink("/proc/self/exe", path.data(), path.size());
    return size > 0 ? std::string(path.data(), static_cast<std::size_t>(size)) : std::string();
}

Outcome<std::string> ownDigest()
{
    const UniqueFd file(::open("/proc/self/exe", O_RDONLY | O_CLOEXEC));
    if (!file.isValid()) {
        return std::unexpected(systemFault(errno));
    }
    Sha256 digest;
    std::vector<char> block(std::size_t{256} * 1024);
    while (true) {
        const ssize_t count = ::read(file.get(), block.data(), block.size());
        if (count == 0) {
            return digest.result();
        }
        if (count < 0 && errno != EINTR) {
            return std::unexpected(systemFault(errno));
        }
        digest.add({block.data(), static_cast<std::size_t>(std::max<ssize_t>(count, 0))});
    }
}

/** Removes a copy's folder with what a bringer puts there, and nothing else. */
void removeCopy(int parent, const std::string &name)
{
    UniqueFd folder(
        ::openat(parent, name.c_str(), O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC));
    struct stat found{};
    if (!folder.isValid() || ::fstat(folder.get(), &found) != 0
        || found.st_mtim.tv_sec + unusedFor > std::time(nullptr)) {
        return;
    }
    FolderReader reader(std::move(folder));
    while (const auto entry = reader.next()) {
        if (*entry == "atelier-node" || entry->starts_with(".new.")) {
            static_cast<void>(::unlinkat(reader.descriptor(), std::string(*entry).c_str(), 0));
        }
    }
    static_cast<void>(::unlinkat(parent, name.c_str(), AT_REMOVEDIR));
}

} // namespace

Outcome<void> verifyOwnCopy(std::string_view digest)
{
    const auto own = ownDigest();
    if (!own) {
        return std::unexpected(own.error());
    }
    if (*own != digest) {
        return std::unexpected(
            Fault{.code = FaultCode::Changed,
                  .message = "This copy of atelier-node is spoilt: its SHA-256 is " + *own + '.'});
    }
    return {};
}

Outcome<void> syncOwnCopy()
{
    const UniqueFd file(::open("/proc/self/exe", O_RDONLY | O_CLOEXEC));
    if (!file.isValid() || ::fsync(file.get()) != 0) {
        return std::unexpected(systemFault(errno));
    }
    return {};
}

void tidyCopies()
{
    const std::string own = ownPath();
    const std::string folder(folderOf(own));
    const std::string digest(nameIn(folder));
    if (nameIn(own) != "atelier-node" || !isDigest(digest)) {
        return;
    }
    static_cast<void>(::utimensat(AT_FDCWD, folder.c_str(), nullptr, 0));
    UniqueFd copies(
        ::open(std::string(folderOf(folder)).c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    if (!copies.isValid()) {
        return;
    }
    FolderReader reader(std::move(copies));
    while (const auto name = reader.next()) {
        if (isDigest(*name) && *name != digest) {
            removeCopy(reader.descriptor(), std::string(*name));
        }
    }
}

} // namespace Atelier::Node
