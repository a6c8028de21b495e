// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/node/files/names.h"

namespace Atelier::Node {

namespace {

constexpr std::size_t longestName = 255;

/** Calls @p function with each piece between slashes until it returns false. */
template<typename Function>
bool forEachPiece(std::string_view path, Function function)
{
    while (true) {
        const std::size_t slash = path.find('/');
        if (!function(path.substr(0, slash))) {
            return false;
        }
        if (slash == std::string_view::npos) {
            return true;
        }
        path.remove_prefix(slash + 1);
    }
}

} // namespace

bool isName(std::string_view name)
{
    return !name.empty() && name != "." && name != ".." && name.size() <= longestName
           && name.find('/') == std::string_view::npos && name.find('\0') == std::string_view::npos;
}

Outcome<std::vector<std::string_view>> namesIn(std::string_view path)
{
    std::vector<std::string_view> names;
    if (path.empty() || path == ".") {
        return names;
    }
    const bool isGood = forEachPiece(path, [&names](std::string_view piece) {
        names.push_back(piece);
        return isName(piece);
    });
    if (!isGood) {
        return std::unexpected(
            Fault{.code = FaultCode::Invalid,
                  .message = "The path must be relative, without empty names, “.” and “..”.",
                  .path = std::string(path)});
    }
    return names;
}

std::string_view folderOf(std::string_view path)
{
    const std::size_t slash = path.rfind('/');
    return slash == std::string_view::npos ? std::string_view() : path.substr(0, slash);
}

std::string_view nameIn(std::string_view path)
{
    return path.substr(path.rfind('/') + 1);
}

bool staysBelow(std::string_view target, std::size_t depth)
{
    if (target.empty() || target.starts_with('/') || target.find('\0') != std::string_view::npos) {
        return false;
    }
    std::size_t upwards = 0;
    bool hasNames = false;
    return forEachPiece(target, [&](std::string_view piece) {
        if (piece == "..") {
            ++upwards;
            return !hasNames && upwards <= depth;
        }
        hasNames = hasNames || (!piece.empty() && piece != ".");
        return true;
    });
}

} // namespace Atelier::Node
