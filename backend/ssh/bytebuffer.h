// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <algorithm>
#include <cstddef>
#include <span>
#include <utility>
#include <vector>

namespace Atelier::Ssh {

/** A bounded first-in first-out buffer of bytes. It takes little memory until it has been full:
 * most connections carry little, and each page of memory costs time. */
class ByteBuffer final
{
public:
    explicit ByteBuffer(std::size_t capacity)
        : m_capacity(capacity)
    {
    }

    [[nodiscard]] bool isEmpty() const { return m_begin == m_end; }
    [[nodiscard]] std::size_t size() const { return m_end - m_begin; }
    [[nodiscard]] bool hasRoom() const { return size() < m_capacity; }

    [[nodiscard]] std::span<const char> data() const
    {
        return std::span(m_bytes).subspan(m_begin, size());
    }
    void consume(std::size_t count)
    {
        m_begin += count;
        if (isEmpty()) {
            m_begin = 0;
            m_end = 0;
        }
    }

    /** Where the next bytes go; as much as fits. Call commit() with what was filled. */
    [[nodiscard]] std::span<char> room()
    {
        if (m_bytes.empty() || std::exchange(m_wasFull, false)) {
            m_bytes.resize(std::min(m_capacity, std::max(firstSize, growth * m_bytes.size())));
        }
        if (m_end == m_bytes.size() && m_begin > 0) {
            std::copy(m_bytes.begin() + static_cast<std::ptrdiff_t>(m_begin),
                      m_bytes.end(),
                      m_bytes.begin());
            m_end -= m_begin;
            m_begin = 0;
        }
        return std::span(m_bytes).subspan(m_end);
    }
    void commit(std::size_t count)
    {
        m_end += count;
        m_wasFull = m_end == m_bytes.size();
    }

private:
    static constexpr std::size_t firstSize = std::size_t{4} * 1024;
    static constexpr std::size_t growth = 4;

    std::size_t m_capacity;
    std::size_t m_begin = 0;
    std::size_t m_end = 0;
    bool m_wasFull = false;
    std::vector<char> m_bytes;
};

} // namespace Atelier::Ssh
