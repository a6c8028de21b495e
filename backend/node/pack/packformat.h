// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

/**
 * A folder's content as one stream of bytes, the same in both directions; numbers are big-endian.
 *
 * "ATELIERPACK1\n", then entries, each: u8 kind, u16 and the path (relative, '/' between names),
 * and 'd' folder: u32 mode, i64 modified 'f' file:   u32 mode, i64 modified, u64 size, blocks (u32
 * size, bytes), a block of size 0, and u8 state: 0 whole, 1 it changed while it was read, 2 it
 * couldn't be read on 'l' link:   i64 modified, u16 and the target 'x' fault:  u16 and the word of
 * a FaultCode: what is left out, and why and at last 'e', u64 number of entries, u64 bytes in
 * files. A folder stands before what is in it.
 */
namespace Atelier::Node {

inline constexpr std::string_view packMagic = "ATELIERPACK1\n";
inline constexpr std::size_t largestPackBlock = std::size_t{256} * 1024;

enum class PackKind : char { Folder = 'd', File = 'f', Link = 'l', Fault = 'x', End = 'e' };
enum class FileState : std::uint8_t { Whole = 0, Changed = 1, Unreadable = 2 };

/** What an entry says of itself. */
struct PackEntry
{
    std::string path = {};
    std::uint32_t mode = 0;
    std::int64_t modified = 0; ///< nanoseconds since 1970
    std::uint64_t size = 0;
    std::string target = {};
};

/** What was in a stream. */
struct PackTotals
{
    std::uint64_t entries = 0;
    std::uint64_t bytes = 0;
};

} // namespace Atelier::Node
