// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backend/node/protocol/bytes.h"
#include "backend/node/protocol/outcome.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace Atelier::Node {

enum class FileKind : std::uint8_t { Other, File, Folder, Link, Pipe, Socket, Device };

/** One entry of a folder. */
struct FileRow
{
    std::string path = {}; ///< relative to what was listed; bytes
    FileKind kind = FileKind::Other;
    std::uint32_t mode = 0;    ///< permission bits, 07777
    std::uint64_t size = 0;    ///< bytes
    std::int64_t modified = 0; ///< nanoseconds since 1970
    std::string target = {};   ///< of a link
};

/** u8 kind, u32 mode, u64 size, i64 modified, u16 and the path, u16 and the target. A Data frame of
 *  a listing holds whole rows. */
void appendRow(std::string *bytes, const FileRow &row);

/** The rows in a Data frame; Protocol when one is cut, or its path isn't one below the folder. */
[[nodiscard]] Outcome<std::vector<FileRow>> rowsIn(std::string_view bytes);

} // namespace Atelier::Node
