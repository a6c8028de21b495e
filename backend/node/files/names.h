// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backend/node/protocol/outcome.h"

#include <string_view>
#include <vector>

namespace Atelier::Node {

/** One entry's name: not empty, ".", "..", longer than 255 bytes, with a '/' or a NUL. */
[[nodiscard]] bool isName(std::string_view name);

/** The names of which @p path, relative to a root, consists; none for "" and ".". Invalid when one
 *  of them isn't a name. */
[[nodiscard]] Outcome<std::vector<std::string_view>> namesIn(std::string_view path);

/** What stands before the last '/' of @p path, and what behind it. */
[[nodiscard]] std::string_view folderOf(std::string_view path);
[[nodiscard]] std::string_view nameIn(std::string_view path);

/** Whether a symbolic link in a folder @p depth folders below a root stays below it, wherever
 *  @p target then leads by further links that do: relative, and ".." only at its beginning, no
 *  more often than @p depth. ("a/.." is refused, because a may be a link upwards.) */
[[nodiscard]] bool staysBelow(std::string_view target, std::size_t depth);

} // namespace Atelier::Node
