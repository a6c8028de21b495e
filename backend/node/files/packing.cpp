// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
// The requests pack and unpack.
#include "backend/node/files/filehandlers.h"
#include "backend/node/pack/packer.h"
#include "backend/node/pack/unpacker.h"
#include "backend/node/protocol/pathtext.h"
#include "backend/node/protocol/payload.h"

#include <chrono>

namespace Atelier::Node {

namespace {

/** The folder "path" below "root", as a root of its own. */
Outcome<Root> folderFor(const nlohmann::json &arguments, bool isMade)
{
    const auto path = pathIn(arguments, "path");
    if (!path) {
        return std::unexpected(path.error());
    }
    auto root = rootOf(arguments);
    if (!root) {
        return root;
    }
    if (isMade) {
        if (const auto made = root->makeFolders(*path); !made) {
            return std::unexpected(made.error());
        }
    }
    return root->at(*path);
}

Outcome<std::vector<std::string>> pathsIn(const nlohmann::json &arguments)
{
    std::vector<std::string> paths;
    const auto list = arguments.find("paths");
    if (list == arguments.end()) {
        return paths;
    }
    const Fault wrong{.code = FaultCode::Invalid, .message = "“paths” must be a list of paths."};
    if (!list->is_array()) {
        return std::unexpected(wrong);
    }
    for (const nlohmann::json &entry : *list) {
        auto path = entry.is_string() ? pathFrom(entry.get_ref<const std::string &>())
                                      : std::nullopt;
        if (!path) {
            return std::unexpected(wrong);
        }
        paths.push_back(*std::move(path));
    }
    return paths;
}

nlohmann::json resultFrom(const PackTotals &totals, const FaultList &faults)
{
    nlohmann::json result{{"entries", totals.entries}, {"bytes", totals.bytes}};
    faults.writeTo(&result);
    return result;
}

} // namespace

Outcome<nlohmann::json> packFolder(Call &call)
{
    const auto paths = pathsIn(call.arguments);
    if (!paths) {
        return std::unexpected(paths.error());
    }
    const auto folder = folderFor(call.arguments, false);
    if (!folder) {
        return std::unexpected(folder.error());
    }
    if (flagIn(call.arguments, "measure")) {
        const PackTotals totals = measure(*folder, *paths, call.stop);
        if (!call.reply.item({{"entries", totals.entries}, {"bytes", totals.bytes}})) {
            return std::unexpected(Fault{.code = FaultCode::Cancelled});
        }
    }
    PackWriter writer([&call](std::string_view bytes) { return call.reply.data(bytes); });
    Packer packer(*folder, writer, call.stop);
    if (const auto packed = packer.run(*paths); !packed) {
        return std::unexpected(packed.error());
    }
    return resultFrom(writer.totals(), packer.faults());
}

Outcome<nlohmann::json> unpackFolder(Call &call)
{
    const auto folder = folderFor(call.arguments, true);
    if (!folder) {
        return std::unexpected(folder.error());
    }
    Unpacker unpacker(*folder,
                      flagIn(call.arguments, "keepExisting") ? Existing::Keep : Existing::Replace);
    while (const auto bytes = call.input.next()) {
        if (const auto added = unpacker.add(*bytes); !added) {
            return std::unexpected(added.error());
        }
    }
    if (call.stop.stop_requested()) {
        return std::unexpected(Fault{.code = FaultCode::Cancelled});
    }
    if (const auto finished = unpacker.finish(); !finished) {
        return std::unexpected(finished.error());
    }
    return resultFrom(unpacker.totals(), unpacker.faults());
}

} // namespace Atelier::Node
