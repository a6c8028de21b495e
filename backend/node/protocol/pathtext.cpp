// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/node/protocol/pathtext.h"

namespace Atelier::Node {

namespace {

/** -1: not a hexadecimal digit. */
int hexadecimalValue(char digit)
{
    if (digit >= '0' && digit <= '9') {
        return digit - '0';
    }
    if (digit >= 'A' && digit <= 'F') {
        return digit - 'A' + 10;
    }
    return digit >= 'a' && digit <= 'f' ? digit - 'a' + 10 : -1;
}

} // namespace

std::string pathText(std::string_view path)
{
    constexpr std::string_view digits = "0123456789ABCDEF";
    std::string text;
    text.reserve(path.size());
    for (const char character : path) {
        if (character >= ' ' && character <= '~' && character != '%') {
            text += character;
            continue;
        }
        const auto byte = static_cast<unsigned char>(character);
        text += '%';
        text += digits[byte >> 4U];
        text += digits[byte & 15U];
    }
    return text;
}

std::optional<std::string> pathFrom(std::string_view text)
{
    std::string path;
    path.reserve(text.size());
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] != '%') {
            path += text[i];
        } else {
            if (i + 2 >= text.size()) {
                return std::nullopt;
            }
            const int high = hexadecimalValue(text[i + 1]);
            const int low = hexadecimalValue(text[i + 2]);
            if (high < 0 || low < 0) {
                return std::nullopt;
            }
            path += static_cast<char>((high * 16) + low);
            i += 2;
        }
        if (path.back() == '\0') {
            return std::nullopt;
        }
    }
    return path;
}

} // namespace Atelier::Node
