// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/node/watch/folderwatch.h"

#include "backend/node/files/folderreader.h"

#include <fcntl.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <utility>
#include <vector>

namespace Atelier::Node {

namespace {

constexpr std::uint32_t watchedEvents = IN_CREATE | IN_DELETE | IN_MODIFY | IN_ATTRIB
                                        | IN_MOVED_FROM | IN_MOVED_TO | IN_DELETE_SELF
                                        | IN_MOVE_SELF | IN_ONLYDIR | IN_EXCL_UNLINK;
/** With more than this at once, looking again is cheaper than telling each. */
constexpr std::size_t mostChanges = 20'000;

std::string below(const std::string &folder, std::string_view name)
{
    std::string path = folder;
    path.append(path.empty() ? "" : "/").append(name);
    return path;
}

Outcome<void> hasGone()
{
    return std::unexpected(
        Fault{.code = FaultCode::NotFound, .message = "The watched folder has gone."});
}

bool isIn(std::string_view path, const std::string &folder)
{
    return path.starts_with(folder)
           && (folder.empty() || path.size() == folder.size() || path[folder.size()] == '/');
}

} // namespace

FolderWatch::FolderWatch(const Root &folder, bool isRecursive)
    : m_folder(folder)
    , m_isRecursive(isRecursive)
{
}

Outcome<void> FolderWatch::start()
{
    m_notify = UniqueFd(::inotify_init1(IN_CLOEXEC | IN_NONBLOCK));
    if (!m_notify.isValid()) {
        return std::unexpected(Fault{.code = FaultCode::Limit,
                                     .message = "This user watches too many things on this machine "
                                                "(fs.inotify.max_user_instances)."});
    }
    if (auto watched = watch({}); !watched) {
        return watched;
    }
    watchParent();
    if (m_isRecursive) {
        watchBelow({}, Tell::Nothing);
    }
    return {};
}

Outcome<void> FolderWatch::watch(const std::string &path)
{
    const auto folder = m_folder.openBeneath(path, O_PATH | O_DIRECTORY, Links::Refuse);
    if (!folder) {
        return std::unexpected(folder.error());
    }
    // inotify takes a path only; this one names the folder that was opened, and no other.
    const std::string name = "/proc/self/fd/" + std::to_string(folder->get());
    const int descriptor = ::inotify_add_watch(m_notify.get(), name.c_str(), watchedEvents);
    if (descriptor < 0) {
        if (errno == ENOSPC) {
            return std::unexpected(
                Fault{.code = FaultCode::Limit,
                      .message = "The machine's limit of watched folders is reached "
                                 "(fs.inotify.max_user_watches).",
                      .path = path});
        }
        return std::unexpected(systemFault(errno, path));
    }
    m_paths.insert_or_assign(descriptor, path);
    return {};
}

/** A folder that is held open doesn't tell its own removal, but that in which it lies does. Where
 * it may not be read, the removal stays unknown. */
void FolderWatch::watchParent()
{
    const UniqueFd parent(::openat(m_folder.descriptor(), "..", O_PATH | O_DIRECTORY | O_CLOEXEC));
    if (parent.isValid()) {
        const std::string name = "/proc/self/fd/" + std::to_string(parent.get());
        m_parent = ::inotify_add_watch(
            m_notify.get(), name.c_str(), IN_DELETE | IN_ONLYDIR | IN_MASK_CREATE);
    }
}

void FolderWatch::watchBelow(const std::string &top, Tell tell)
{
    std::vector<std::string> pending{top};
    while (!pending.empty()) {
        const std::string path = std::move(pending.back());
        pending.pop_back();
        auto folder = m_folder.openFolder(path, Links::Refuse);
        if (!folder) {
            continue; // gone again, or not ours to read
        }
        FolderReader reader(*std::move(folder));
        while (const auto name = reader.next()) {
            const auto row = rowOf(
                reader.descriptor(), std::string(*name).c_str(), below(path, *name));
            if (!row) {
                continue;
            }
            // Made before its folder was watched.
            if (tell == Tell::Content) {
                note(row->path, ChangeKind::Created);
            }
            if (row->kind == FileKind::Folder) {
                const auto watched = watch(row->path);
                m_unwatched += !watched && watched.error().code == FaultCode::Limit ? 1U : 0U;
                pending.push_back(row->path);
            }
        }
    }
}

void FolderWatch::forgetBelow(const std::string &path)
{
    std::erase_if(m_paths, [&](const auto &entry) {
        if (!isIn(entry.second, path)) {
            return false;
        }
        // Gone by itself when the folder was removed.
        static_cast<void>(::inotify_rm_watch(m_notify.get(), entry.first));
        return true;
    });
}

Outcome<void> FolderWatch::read()
{
    alignas(inotify_event) std::array<char, 32768> block{};
    while (true) {
        const ssize_t count = ::read(m_notify.get(), block.data(), block.size());
        if (count < 0 && errno == EINTR) {
            continue;
        }
        if (count <= 0) {
            return count == 0 || errno == EAGAIN ? Outcome<void>()
                                                 : std::unexpected(systemFault(errno));
        }
        std::size_t position = 0;
        while (position + sizeof(inotify_event) <= static_cast<std::size_t>(count)) {
            inotify_event event{};
            std::memcpy(&event, block.data() + position, sizeof event);
            const char *name = block.data() + position + sizeof event;
            position += sizeof event + event.len;
            if (auto taken = take(event, event.len > 0 ? std::string_view(name) : ""); !taken) {
                return taken;
            }
        }
    }
}

Outcome<void> FolderWatch::take(const inotify_event &event, std::string_view name)
{
    if ((event.mask & IN_Q_OVERFLOW) != 0) {
        m_hasOverflown = true;
        if (m_isRecursive) {
            watchBelow({}, Tell::Nothing);
        }
        return {};
    }
    if (event.wd == m_parent) {
        struct stat found{};
        return ::fstat(m_folder.descriptor(), &found) == 0 && found.st_nlink == 0 ? hasGone()
                                                                                  : Outcome<void>();
    }
    const auto found = m_paths.find(event.wd);
    if (found == m_paths.end()) {
        return {};
    }
    const std::string folder = found->second;
    if (folder.empty() && (event.mask & (IN_DELETE_SELF | IN_MOVE_SELF | IN_UNMOUNT)) != 0) {
        return hasGone();
    }
    if ((event.mask & IN_IGNORED) != 0) {
        m_paths.erase(found);
        return {};
    }
    if (name.empty()) {
        return {}; // of the folder itself: its parent tells
    }
    const std::string path = below(folder, name);
    const bool isFolder = (event.mask & IN_ISDIR) != 0;
    if ((event.mask & (IN_DELETE | IN_MOVED_FROM)) != 0) {
        if (isFolder) {
            forgetBelow(path);
        }
        note(path, ChangeKind::Removed);
    } else if ((event.mask & (IN_CREATE | IN_MOVED_TO)) != 0) {
        note(path, ChangeKind::Created);
        if (isFolder && m_isRecursive) {
            const auto watched = watch(path);
            m_unwatched += !watched && watched.error().code == FaultCode::Limit ? 1U : 0U;
            watchBelow(path, Tell::Content);
        }
    } else {
        note(path, ChangeKind::Modified);
    }
    return {};
}

/** What happened first and last counts: made and changed is made, removed and made again changed.
 */
void FolderWatch::note(const std::string &path, ChangeKind kind)
{
    if (m_changes.size() >= mostChanges) {
        m_changes.clear();
        m_hasOverflown = true;
    }
    const auto [entry, isNew] = m_changes.try_emplace(path, kind);
    if (isNew) {
        return;
    }
    if (kind == ChangeKind::Removed) {
        entry->second = kind;
    } else if (entry->second == ChangeKind::Removed) {
        entry->second = ChangeKind::Modified;
    }
}

bool FolderWatch::hasNews() const
{
    return m_hasOverflown || !m_changes.empty();
}

FolderWatch::Changes FolderWatch::takeChanges()
{
    return std::exchange(m_changes, {});
}

bool FolderWatch::takeOverflow()
{
    return std::exchange(m_hasOverflown, false);
}

} // namespace Atelier::Node
