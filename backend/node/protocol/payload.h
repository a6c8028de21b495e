// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backend/node/protocol/outcome.h"

#include <nlohmann/json.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace Atelier::Node {

/** How deep arrays and objects may stand in one another. */
inline constexpr int deepestJson = 16;

/** The JSON object in a frame; Protocol when it is none, or deeper than @ref deepestJson. */
[[nodiscard]] Outcome<nlohmann::json> payloadFrom(std::string_view text);

/** @p json as a payload. What isn't UTF-8 in it is replaced; paths go through pathText(). */
[[nodiscard]] std::string payloadOf(const nlohmann::json &json);

/** Members of @p json, nothing when missing or of another type. */
[[nodiscard]] std::optional<std::string> textIn(const nlohmann::json &json, const char *name);
[[nodiscard]] std::optional<std::int64_t> numberIn(const nlohmann::json &json, const char *name);
[[nodiscard]] bool flagIn(const nlohmann::json &json, const char *name);
/** A path, see pathFrom(); Invalid when it isn't one. A missing one is empty. */
[[nodiscard]] Outcome<std::string> pathIn(const nlohmann::json &json, const char *name);

} // namespace Atelier::Node
