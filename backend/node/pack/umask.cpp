// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/node/pack/umask.h"

#include "backend/core/uniquefd.h"

#include <fcntl.h>

#include <array>
#include <charconv>
#include <string_view>

namespace Atelier::Node {

std::uint32_t currentUmask()
{
    constexpr std::uint32_t usual = 022;
    constexpr std::string_view label = "\nUmask:\t";
    const UniqueFd status(::open("/proc/self/status", O_RDONLY | O_CLOEXEC));
    std::array<char, 1024> text{};
    const ssize_t size = status.isValid() ? ::read(status.get(), text.data(), text.size()) : -1;
    if (size <= 0) {
        return usual;
    }
    const std::string_view found(text.data(), static_cast<std::size_t>(size));
    const std::size_t begin = found.find(label);
    if (begin == std::string_view::npos) {
        return usual;
    }
    const std::string_view digits = found.substr(begin + label.size());
    std::uint32_t mask = usual;
    const auto [end,
                error] = std::from_chars(digits.data(), digits.data() + digits.size(), mask, 8);
    return error == std::errc() ? mask : usual;
}

} // namespace Atelier::Node
