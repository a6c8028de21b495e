// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace Atelier::Node {

/** A path in JSON. Paths are bytes, of any encoding or none, and JSON holds only UTF-8: every byte
 *  but the printable ASCII ones, and '%' itself, is written as %XX (RFC 3986, 2.1). */
[[nodiscard]] std::string pathText(std::string_view path);

/** The bytes that @p text stands for; nothing when a '%' isn't followed by two hexadecimal digits,
 *  or when the path would hold a NUL. */
[[nodiscard]] std::optional<std::string> pathFrom(std::string_view text);

} // namespace Atelier::Node
