// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace Atelier::Node {

/** SHA-256 (FIPS 180-4), with the processor's own instructions where it has them. */
class Sha256 final
{
public:
    Sha256();

    void add(std::string_view bytes);
    /** 64 hexadecimal digits; add nothing afterwards. */
    [[nodiscard]] std::string result();
    /** For tests: without the processor's instructions. */
    void usePlainCode() { m_plain = true; }

private:
    using Word = std::uint32_t;
    static constexpr std::size_t blockSize = 64;

    void addBlocks(const unsigned char *blocks, std::size_t count);

    std::array<Word, 8> m_state;
    std::array<unsigned char, blockSize> m_pending{};
    std::size_t m_pendingSize = 0;
    std::uint64_t m_size = 0;
    bool m_plain;
};

} // namespace Atelier::Node
