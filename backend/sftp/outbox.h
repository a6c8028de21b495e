// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArrayView>

#include <cstddef>
#include <cstring>
#include <span>
#include <vector>

namespace Atelier::Sftp {

/** Bytes that wait to be sent. Grows as needed; who fills it looks at its size first. */
class Outbox final
{
public:
    [[nodiscard]] bool isEmpty() const { return m_begin == m_end; }
    [[nodiscard]] std::size_t size() const { return m_end - m_begin; }
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
    /** Room for @p count bytes behind what is there; commit() takes it. */
    [[nodiscard]] std::span<char> room(std::size_t count)
    {
        if (m_begin > m_bytes.size() / 2) {
            std::memmove(m_bytes.data(), m_bytes.data() + m_begin, size());
            m_end -= m_begin;
            m_begin = 0;
        }
        if (m_bytes.size() < m_end + count) {
            m_bytes.resize(m_end + count);
        }
        return std::span(m_bytes).subspan(m_end, count);
    }
    void commit(std::size_t count) { m_end += count; }
    void append(QByteArrayView bytes)
    {
        const auto count = static_cast<std::size_t>(bytes.size());
        std::memcpy(room(count).data(), bytes.data(), count);
        commit(count);
    }

private:
    std::vector<char> m_bytes;
    std::size_t m_begin = 0;
    std::size_t m_end = 0;
};

} // namespace Atelier::Sftp
