// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backend/core/uniquefd.h"
#include "backend/node/protocol/outcome.h"

#include <cstdint>
#include <string>
#include <string_view>

namespace Atelier::Node {

/** Whether symbolic links on the way below a root are followed. */
enum class Links : std::uint8_t { Follow, Refuse };

/**
 * A folder that paths are bound to: whatever a path says and wherever links lead, what is opened
 * lies below it. By openat2(2) with RESOLVE_BENEATH and RESOLVE_NO_MAGICLINKS; where the kernel is
 * older than 5.6 or a sandbox forbids it, name by name, and then no link is followed.
 *
 * Any thread.
 */
class Root final
{
public:
    /** @p path is absolute, or relative to the home folder ($HOME); empty: that folder itself. */
    [[nodiscard]] static Outcome<Root> open(std::string_view path);

    /** What @p path below the root names, by open(2)'s @p flags, and O_CLOEXEC. With O_CREAT not
     * allowed. "" is the root itself. */
    [[nodiscard]] Outcome<UniqueFd> openBeneath(std::string_view path,
                                                int flags,
                                                Links links = Links::Follow) const;
    /** A folder below, for reading its entries. */
    [[nodiscard]] Outcome<UniqueFd> openFolder(std::string_view path,
                                               Links links = Links::Follow) const;
    /** Makes @p path and what it lies in, where missing. */
    [[nodiscard]] Outcome<void> makeFolders(std::string_view path) const;
    /** The folder @p path as a root of its own. */
    [[nodiscard]] Outcome<Root> at(std::string_view path) const;

    [[nodiscard]] int descriptor() const { return m_folder.get(); }
    /** As on a kernel without openat2, for tests. */
    void resolveByName() { m_byName = true; }

private:
    explicit Root(UniqueFd folder)
        : m_folder(std::move(folder))
    {
    }

    [[nodiscard]] Outcome<UniqueFd> openByName(std::string_view path, int flags) const;

    UniqueFd m_folder;
    bool m_byName = false;
};

} // namespace Atelier::Node
