// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/node/files/sha256.h"

#include "backend/node/files/sha256blocks.h"

#include <algorithm>
#include <cstring>

namespace Atelier::Node {

namespace {

bool fastIsThere()
{
    static const bool isThere = hasSha256Instructions();
    return isThere;
}

} // namespace

Sha256::Sha256()
    : m_state{0x6a09e667,
              0xbb67ae85,
              0x3c6ef372,
              0xa54ff53a,
              0x510e527f,
              0x9b05688c,
              0x1f83d9ab,
              0x5be0cd19}
    , m_plain(!fastIsThere())
{
}

void Sha256::addBlocks(const unsigned char *blocks, std::size_t count)
{
    if (m_plain) {
        addSha256Blocks(&m_state, blocks, count);
    } else {
        addSha256BlocksFast(&m_state, blocks, count);
    }
}

void Sha256::add(std::string_view bytes)
{
    m_size += bytes.size();
    if (m_pendingSize > 0) {
        const std::size_t taken = std::min(blockSize - m_pendingSize, bytes.size());
        std::memcpy(m_pending.data() + m_pendingSize, bytes.data(), taken);
        m_pendingSize += taken;
        bytes.remove_prefix(taken);
        if (m_pendingSize < blockSize) {
            return;
        }
        addBlocks(m_pending.data(), 1);
        m_pendingSize = 0;
    }
    const std::size_t whole = bytes.size() / blockSize;
    addBlocks(reinterpret_cast<const unsigned char *>(bytes.data()), whole);
    bytes.remove_prefix(whole * blockSize);
    if (!bytes.empty()) {
        std::memcpy(m_pending.data(), bytes.data(), bytes.size());
        m_pendingSize = bytes.size();
    }
}

std::string Sha256::result()
{
    const std::uint64_t bits = m_size * 8;
    std::string padding(1, '\x80');
    padding.append((2 * blockSize - 1 - m_pendingSize - 8) % blockSize, '\0');
    for (unsigned int shift = 64; shift > 0; shift -= 8) {
        padding += static_cast<char>(static_cast<unsigned char>(bits >> (shift - 8)));
    }
    add(padding);
    constexpr std::string_view digits = "0123456789abcdef";
    std::string text;
    for (const Word word : m_state) {
        for (unsigned int shift = 32; shift > 0; shift -= 4) {
            text += digits[(word >> (shift - 4)) & 15U];
        }
    }
    return text;
}

} // namespace Atelier::Node
