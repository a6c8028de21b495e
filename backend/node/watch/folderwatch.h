// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backend/core/uniquefd.h"
#include "backend/node/files/root.h"

#include <sys/inotify.h>

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <unordered_map>

namespace Atelier::Node {

enum class ChangeKind : std::uint8_t { Created, Modified, Removed };

/**
 * Watches a folder, and on request what is below it, by inotify(7), and gathers what has changed.
 * A renamed entry counts as removed and created. One thread.
 */
class FolderWatch final
{
public:
    using Changes = std::map<std::string, ChangeKind>;

    FolderWatch(const Root &folder, bool isRecursive);

    /** Begins to watch. Limit: the machine's number of watchers is used up. */
    [[nodiscard]] Outcome<void> start();
    /** Readable when there is something for read(). */
    [[nodiscard]] int descriptor() const { return m_notify.get(); }
    /** Takes in what has happened; NotFound: the folder itself has gone. */
    [[nodiscard]] Outcome<void> read();

    [[nodiscard]] bool hasNews() const;
    /** What changed since the last call, by path below the folder. */
    [[nodiscard]] Changes takeChanges();
    /** Whether something may have been missed since the last call. */
    [[nodiscard]] bool takeOverflow();
    /** Folders that can't be watched, as the machine's limit is reached. */
    [[nodiscard]] std::uint64_t unwatched() const { return m_unwatched; }
    [[nodiscard]] std::size_t watched() const { return m_paths.size(); }

private:
    enum class Tell : std::uint8_t { Nothing, Content };

    [[nodiscard]] Outcome<void> watch(const std::string &path);
    void watchParent();
    void watchBelow(const std::string &top, Tell tell);
    void forgetBelow(const std::string &path);
    [[nodiscard]] Outcome<void> take(const inotify_event &event, std::string_view name);
    void note(const std::string &path, ChangeKind kind);

    const Root &m_folder;
    const bool m_isRecursive;
    UniqueFd m_notify;
    int m_parent = -1;                            ///< its watch descriptor
    std::unordered_map<int, std::string> m_paths; ///< of watched folders, by watch descriptor
    Changes m_changes;
    std::uint64_t m_unwatched = 0;
    bool m_hasOverflown = false;
};

} // namespace Atelier::Node
