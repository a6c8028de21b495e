// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <concepts>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace Atelier::Node {

/** Appends @p number big-endian. */
template<std::unsigned_integral T>
void appendNumber(std::string *bytes, T number)
{
    for (std::size_t shift = sizeof(T) * 8; shift > 0; shift -= 8) {
        *bytes += static_cast<char>(static_cast<unsigned char>(number >> (shift - 8)));
    }
}

/** Reads from the front of a piece of bytes; nothing once it is too short. */
class ByteCursor final
{
public:
    explicit ByteCursor(std::string_view bytes)
        : m_rest(bytes)
    {
    }

    template<std::unsigned_integral T>
    [[nodiscard]] std::optional<T> number()
    {
        const auto bytes = take(sizeof(T));
        if (!bytes) {
            return std::nullopt;
        }
        T value = 0;
        for (const char byte : *bytes) {
            value = static_cast<T>((sizeof(T) > 1 ? value << 8U : 0U)
                                   | static_cast<unsigned char>(byte));
        }
        return value;
    }

    [[nodiscard]] std::optional<std::string_view> take(std::size_t size)
    {
        if (size > m_rest.size()) {
            return std::nullopt;
        }
        const std::string_view taken = m_rest.substr(0, size);
        m_rest.remove_prefix(size);
        return taken;
    }

    [[nodiscard]] std::string_view rest() const { return m_rest; }

private:
    std::string_view m_rest;
};

} // namespace Atelier::Node
