// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/node/pack/packer.h"

#include "backend/node/files/folderreader.h"
#include "backend/node/files/names.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <utility>

namespace Atelier::Node {

namespace {

std::string joined(const std::string &folder, std::string_view name)
{
    std::string path = folder;
    path.append(path.empty() ? "" : "/").append(name);
    return path;
}

PackEntry entryFrom(const FileRow &row)
{
    return {.path = row.path,
            .mode = row.mode,
            .modified = row.modified,
            .size = row.size,
            .target = row.target};
}

} // namespace

Packer::Packer(const Root &folder, PackWriter &writer, std::stop_token stop)
    : m_folder(folder)
    , m_writer(writer)
    , m_stop(std::move(stop))
    , m_block(largestPackBlock, '\0')
{
}

bool Packer::isWanted() const
{
    return m_writer.isWanted() && !m_stop.stop_requested();
}

Outcome<void> Packer::run(const std::vector<std::string> &paths)
{
    if (paths.empty()) {
        addFolder({});
    }
    for (const std::string &path : paths) {
        addPath(path);
        while (!m_pending.empty() && isWanted()) {
            const std::string folder = std::move(m_pending.back());
            m_pending.pop_back();
            addFolder(folder);
        }
    }
    while (!m_pending.empty() && isWanted()) {
        const std::string folder = std::move(m_pending.back());
        m_pending.pop_back();
        addFolder(folder);
    }
    if (isWanted()) {
        m_writer.finish();
    }
    return isWanted() ? Outcome<void>() : std::unexpected(Fault{.code = FaultCode::Cancelled});
}

void Packer::addPath(const std::string &path)
{
    const auto names = namesIn(path);
    if (!names || names->empty()) {
        leaveOut({.code = FaultCode::Invalid,
                  .message = "What is packed must be named by a path below the folder."});
        return;
    }
    addParents(path);
    const auto parent = m_folder.openBeneath(folderOf(path), O_PATH | O_DIRECTORY);
    if (!parent) {
        leaveOut(parent.error());
        return;
    }
    addEntry(parent->get(), std::string(nameIn(path)).c_str(), path);
}

/** What is packed alone lies in folders all the same. */
void Packer::addParents(const std::string &path)
{
    for (std::size_t slash = path.find('/'); slash != std::string::npos;
         slash = path.find('/', slash + 1)) {
        const std::string parent = path.substr(0, slash);
        const auto folder = m_folder.openBeneath(parent, O_PATH | O_DIRECTORY);
        const auto row = folder ? rowOf(folder->get(), "", parent)
                                : Outcome<FileRow>(std::unexpected(folder.error()));
        if (row && m_parents.insert(parent).second) {
            m_writer.folder(entryFrom(*row));
        }
    }
}

void Packer::addFolder(const std::string &path)
{
    auto folder = m_folder.openFolder(path, Links::Refuse);
    if (!folder) {
        leaveOut(std::move(folder).error());
        return;
    }
    FolderReader reader(*std::move(folder));
    while (isWanted()) {
        const auto name = reader.next();
        if (!name) {
            break;
        }
        addEntry(reader.descriptor(), std::string(*name).c_str(), joined(path, *name));
    }
    if (reader.error() != 0) {
        leaveOut(systemFault(reader.error(), path));
    }
}

void Packer::addEntry(int folder, const char *name, std::string path)
{
    if (path.size() > UINT16_MAX) {
        m_faults.add({.code = FaultCode::Limit, .message = "A path is too long."});
        return;
    }
    auto row = rowOf(folder, name, std::move(path));
    if (!row) {
        leaveOut(std::move(row).error());
        return;
    }
    if (row->kind == FileKind::File) {
        addFile(folder, name, row->path);
    } else if (row->kind == FileKind::Folder) {
        m_writer.folder(entryFrom(*row));
        m_pending.push_back(row->path);
    } else if (row->kind == FileKind::Link) {
        m_writer.link(entryFrom(*row));
    } else {
        leaveOut({.code = FaultCode::Unsupported,
                  .message = "Pipes, sockets and devices can't be copied.",
                  .path = row->path});
    }
    if (m_progress) {
        m_progress(row->path, m_writer.totals());
    }
}

void Packer::addFile(int folder, const char *name, const std::string &path)
{
    // O_NONBLOCK: should it have become a pipe, nobody waits for its writer.
    const UniqueFd file(
        ::openat(folder, name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY | O_CLOEXEC));
    if (!file.isValid()) {
        leaveOut(systemFault(errno, path));
        return;
    }
    struct stat found{};
    if (::fstat(file.get(), &found) != 0 || !S_ISREG(found.st_mode)) {
        leaveOut({.code = FaultCode::Changed,
                  .message = "It became something else while it was looked at.",
                  .path = path});
        return;
    }
    const auto size = static_cast<std::uint64_t>(found.st_size);
    m_writer.beginFile(
        {.path = path,
         .mode = found.st_mode & 07777U,
         .modified = (found.st_mtim.tv_sec * std::int64_t{1'000'000'000}) + found.st_mtim.tv_nsec,
         .size = size});
    addContent(file.get(), size);
}

void Packer::addContent(int file, std::uint64_t size)
{
    std::uint64_t left = size;
    FileState state = FileState::Whole;
    while (left > 0 && isWanted()) {
        const ssize_t count = ::read(
            file, m_block.data(), std::min<std::uint64_t>(left, m_block.size()));
        if (count < 0 && errno == EINTR) {
            continue;
        }
        if (count <= 0) {
            state = count == 0 ? FileState::Changed : FileState::Unreadable;
            break;
        }
        left -= static_cast<std::uint64_t>(count);
        m_writer.fileData({m_block.data(), static_cast<std::size_t>(count)});
        if (m_progress && left > 0) {
            m_progress({}, m_writer.totals());
        }
    }
    m_writer.endFile(state);
}

void Packer::leaveOut(Fault fault)
{
    if (fault.path.size() <= UINT16_MAX && namesIn(fault.path)) {
        m_writer.leftOut(fault);
    }
    m_faults.add(std::move(fault));
}

} // namespace Atelier::Node
