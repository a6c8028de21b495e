// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/node/pack/unpacker.h"

#include "backend/node/files/names.h"
#include "backend/node/pack/umask.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdio>
#include <ranges>
#include <utility>

namespace Atelier::Node {

namespace {

std::array<timespec, 2> timesFrom(std::int64_t modified)
{
    constexpr std::int64_t second = 1'000'000'000;
    timespec time{};
    // Before 1970, too, the nanoseconds count forwards.
    const std::int64_t seconds = (modified / second) - (modified % second < 0 ? 1 : 0);
    time.tv_sec = seconds;
    time.tv_nsec = modified - seconds * second;
    return {timespec{.tv_sec = 0, .tv_nsec = UTIME_OMIT}, time};
}

int writeWhole(int file, std::string_view bytes)
{
    while (!bytes.empty()) {
        const ssize_t count = ::write(file, bytes.data(), bytes.size());
        if (count < 0 && errno != EINTR) {
            return errno;
        }
        bytes.remove_prefix(static_cast<std::size_t>(std::max<ssize_t>(count, 0)));
    }
    return 0;
}

std::size_t depthOf(std::string_view path)
{
    return static_cast<std::size_t>(std::ranges::count(path, '/'));
}

} // namespace

Unpacker::Unpacker(const Root &folder, Existing existing)
    : m_folder(folder)
    , m_existing(existing)
    , m_allowed(0777U & ~currentUmask())
    , m_reader(*this)
{
}

Unpacker::~Unpacker()
{
    dropFile();
}

Outcome<void> Unpacker::add(std::string_view bytes)
{
    auto added = m_reader.add(bytes);
    if (added && m_isFull) {
        return std::unexpected(Fault{.code = FaultCode::NoSpace,
                                     .message = "The disk is full, or the quota used up."});
    }
    return added;
}

Outcome<void> Unpacker::finish()
{
    dropFile();
    // What is deeper comes later in the stream; a folder's time changes with what is made in it.
    for (const Folder &folder : std::views::reverse(m_folders)) {
        const auto opened = m_folder.openFolder(folder.path, Links::Refuse);
        if (!opened) {
            m_faults.add(opened.error());
            continue;
        }
        const auto times = timesFrom(folder.modified);
        if (::fchmod(opened->get(), folder.mode) != 0
            || ::futimens(opened->get(), times.data()) != 0) {
            fail(errno, folder.path);
        }
    }
    m_folders.clear();
    if (!m_reader.isComplete()) {
        return std::unexpected(Fault{.code = FaultCode::Protocol,
                                     .message = "The packed stream ended before its end."});
    }
    return {};
}

int Unpacker::parentOf(const std::string &path)
{
    const std::string_view parent = folderOf(path);
    if (m_parentPath != parent) {
        m_parentPath.reset();
        auto opened = m_folder.openBeneath(parent, O_PATH | O_DIRECTORY, Links::Refuse);
        if (!opened) {
            Fault fault = std::move(opened).error();
            fault.path = path;
            m_faults.add(std::move(fault));
            return -1;
        }
        m_parent = *std::move(opened);
        m_parentPath = parent;
    }
    return m_parent.get();
}

std::string Unpacker::temporaryName()
{
    std::array<char, 64> name{};
    static_cast<void>(std::snprintf(name.data(),
                                    name.size(),
                                    ".atelier-%ld-%llx.part",
                                    static_cast<long>(::getpid()),
                                    static_cast<unsigned long long>(++m_counter)));
    return name.data();
}

void Unpacker::fail(int error, const std::string &path)
{
    m_isFull = m_isFull || error == ENOSPC || error == EDQUOT;
    m_faults.add(systemFault(error, path));
}

int Unpacker::rename(int parent, const char *from, const char *to) const
{
    if (m_existing == Existing::Replace) {
        return ::renameat(parent, from, parent, to) == 0 ? 0 : errno;
    }
    if (::renameat2(parent, from, parent, to, RENAME_NOREPLACE) == 0) {
        return 0;
    }
    if (errno != EINVAL && errno != ENOSYS) {
        return errno;
    }
    // A file system that can't do it in one step, as NFS.
    struct stat found{};
    if (::fstatat(parent, to, &found, AT_SYMLINK_NOFOLLOW) == 0) {
        return EEXIST;
    }
    return ::renameat(parent, from, parent, to) == 0 ? 0 : errno;
}

void Unpacker::folder(const PackEntry &entry)
{
    const int parent = parentOf(entry.path);
    if (parent < 0) {
        return;
    }
    const std::string name(nameIn(entry.path));
    if (::mkdirat(parent, name.c_str(), 0700) == 0) {
        m_folders.push_back(
            {.path = entry.path, .mode = entry.mode & m_allowed, .modified = entry.modified});
        return;
    }
    const int error = errno;
    struct stat found{};
    if (error == EEXIST && ::fstatat(parent, name.c_str(), &found, AT_SYMLINK_NOFOLLOW) == 0
        && S_ISDIR(found.st_mode)) {
        return; // it stays as it is, and takes in what comes
    }
    fail(error, entry.path);
}

void Unpacker::link(const PackEntry &entry)
{
    if (!staysBelow(entry.target, depthOf(entry.path))) {
        m_faults.add({.code = FaultCode::LeadsOut,
                      .message = "The link leads out of the folder.",
                      .path = entry.path});
        return;
    }
    const int parent = parentOf(entry.path);
    if (parent < 0) {
        return;
    }
    const std::string temporary = temporaryName();
    if (::symlinkat(entry.target.c_str(), parent, temporary.c_str()) != 0) {
        fail(errno, entry.path);
        return;
    }
    const auto times = timesFrom(entry.modified);
    // Not every file system keeps a link's own time.
    static_cast<void>(::utimensat(parent, temporary.c_str(), times.data(), AT_SYMLINK_NOFOLLOW));
    if (const int error = rename(
            parent, temporary.c_str(), std::string(nameIn(entry.path)).c_str());
        error != 0) {
        static_cast<void>(::unlinkat(parent, temporary.c_str(), 0));
        fail(error, entry.path);
    }
}

void Unpacker::beginFile(const PackEntry &entry)
{
    dropFile();
    m_entry = entry;
    const int parent = parentOf(entry.path);
    if (parent < 0) {
        return;
    }
    // A part that a killed program left behind may have the name.
    for (int attempt = 0; attempt < 16 && !m_file.isValid(); ++attempt) {
        m_temporary = temporaryName();
        m_file = UniqueFd(::openat(parent,
                                   m_temporary.c_str(),
                                   O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC,
                                   0600));
        if (!m_file.isValid() && errno != EEXIST) {
            break;
        }
    }
    if (!m_file.isValid()) {
        m_temporary.clear();
        fail(errno, entry.path);
    }
}

void Unpacker::fileData(std::string_view bytes)
{
    if (!m_file.isValid()) {
        return;
    }
    if (const int error = writeWhole(m_file.get(), bytes); error != 0) {
        dropFile();
        fail(error, m_entry.path);
    }
}

void Unpacker::endFile(const Outcome<void> &outcome)
{
    if (!m_file.isValid()) {
        return; // its fault is told already
    }
    if (!outcome) {
        dropFile();
        Fault fault = outcome.error();
        fault.path = m_entry.path;
        m_faults.add(std::move(fault));
        return;
    }
    publish();
}

void Unpacker::publish()
{
    const auto times = timesFrom(m_entry.modified);
    int error = 0;
    if (::fchmod(m_file.get(), m_entry.mode & m_allowed) != 0
        || ::futimens(m_file.get(), times.data()) != 0) {
        error = errno;
    }
    // A network file system tells a full disk only here.
    if (::close(m_file.release()) != 0 && error == 0 && errno != EINTR) {
        error = errno;
    }
    if (error == 0) {
        error = rename(
            m_parent.get(), m_temporary.c_str(), std::string(nameIn(m_entry.path)).c_str());
    }
    if (error != 0) {
        dropFile();
        fail(error, m_entry.path);
    }
    m_temporary.clear();
}

void Unpacker::dropFile()
{
    m_file.reset();
    if (!m_temporary.empty()) {
        static_cast<void>(::unlinkat(m_parent.get(), m_temporary.c_str(), 0));
        m_temporary.clear();
    }
}

void Unpacker::leftOut(Fault fault)
{
    m_faults.add(std::move(fault));
}

} // namespace Atelier::Node
