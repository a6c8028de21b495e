// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/node/protocol/payload.h"

#include "backend/node/protocol/pathtext.h"

namespace Atelier::Node {

namespace {

bool isShallow(std::string_view text)
{
    int depth = 0;
    bool inString = false;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const char character = text[i];
        if (inString) {
            if (character == '\\') {
                ++i;
            } else if (character == '"') {
                inString = false;
            }
        } else if (character == '"') {
            inString = true;
        } else if (character == '[' || character == '{') {
            if (++depth > deepestJson) {
                return false;
            }
        } else if (character == ']' || character == '}') {
            --depth;
        }
    }
    return true;
}

const nlohmann::json *memberOf(const nlohmann::json &json, const char *name)
{
    if (!json.is_object()) {
        return nullptr;
    }
    const auto found = json.find(name);
    return found == json.end() ? nullptr : &*found;
}

} // namespace

Outcome<nlohmann::json> payloadFrom(std::string_view text)
{
    if (!isShallow(text)) {
        return std::unexpected(
            Fault{.code = FaultCode::Protocol, .message = "The JSON is nested too deep."});
    }
    nlohmann::json json = nlohmann::json::parse(text, nullptr, false);
    if (!json.is_object()) {
        return std::unexpected(
            Fault{.code = FaultCode::Protocol, .message = "The payload is no JSON object."});
    }
    return json;
}

std::string payloadOf(const nlohmann::json &json)
{
    return json.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

std::optional<std::string> textIn(const nlohmann::json &json, const char *name)
{
    const nlohmann::json *member = memberOf(json, name);
    return member != nullptr && member->is_string() ? std::optional(member->get<std::string>())
                                                    : std::nullopt;
}

std::optional<std::int64_t> numberIn(const nlohmann::json &json, const char *name)
{
    const nlohmann::json *member = memberOf(json, name);
    if (member == nullptr || !member->is_number_integer()) {
        return std::nullopt;
    }
    if (member->is_number_unsigned() && member->get<std::uint64_t>() > INT64_MAX) {
        return std::nullopt;
    }
    return member->get<std::int64_t>();
}

bool flagIn(const nlohmann::json &json, const char *name)
{
    const nlohmann::json *member = memberOf(json, name);
    return member != nullptr && member->is_boolean() && member->get<bool>();
}

Outcome<std::string> pathIn(const nlohmann::json &json, const char *name)
{
    const nlohmann::json *member = memberOf(json, name);
    if (member == nullptr) {
        return std::string();
    }
    std::optional<std::string> path;
    if (member->is_string()) {
        path = pathFrom(member->get_ref<const std::string &>());
    }
    if (!path) {
        return std::unexpected(Fault{.code = FaultCode::Invalid,
                                     .message = std::string("“") + name
                                                + "” is no path: bytes other than printable "
                                                  "ASCII are written as %XX, and none is zero."});
    }
    return *std::move(path);
}

} // namespace Atelier::Node
