// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

namespace Atelier::Node {

using Sha256State = std::array<std::uint32_t, 8>;

/** FIPS 180-4, 4.2.2. */
extern const std::array<std::uint32_t, 64> sha256Constants;

/** Takes @p count blocks of 64 bytes into @p state. */
void addSha256Blocks(Sha256State *state, const unsigned char *blocks, std::size_t count);

/** Whether the processor has instructions for it. */
[[nodiscard]] bool hasSha256Instructions();
/** As addSha256Blocks(), with them. */
void addSha256BlocksFast(Sha256State *state, const unsigned char *blocks, std::size_t count);

} // namespace Atelier::Node
