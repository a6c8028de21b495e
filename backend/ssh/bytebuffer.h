// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <algorithm>
#include <cstddef>
#include <span>
#include <vector>

namespace Atelier::Ssh {

/** A bounded first-in first-out buffer of bytes. Its memory is taken when first used. */
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
        m_bytes.resize(m_capacity);
        if (m_end == m_capacity && m_begin > 0) {
            std::copy(m_bytes.begin() + static_cast<std::ptrdiff_t>(m_begin),
                      m_bytes.end(),
                      m_bytes.begin());
            m_end -= m_begin;
            m_begin = 0;
        }
        return std::span(m_bytes).subspan(m_end);
    }
    void commit(std::size_t count) { m_end += count; }

private:
    std::size_t m_capacity;
    std::size_t m_begin = 0;
    std::size_t m_end = 0;
    std::vector<char> m_bytes;
};

} // namespace Atelier::Ssh
