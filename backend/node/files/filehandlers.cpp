// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/node/files/filehandlers.h"

#include "backend/node/protocol/payload.h"
#include "backend/node/server/handlertable.h"

#include <utility>

namespace Atelier::Node {

void addFileHandlers(HandlerTable *table)
{
    table->add("list", listFolder);
    table->add("stat", statFile);
    table->add("digest", digestFiles);
    table->add("pack", packFolder);
    table->add("unpack", unpackFolder);
    table->add("watch", watchFolder);
}

Outcome<Root> rootOf(const nlohmann::json &arguments)
{
    const auto path = pathIn(arguments, "root");
    return path ? Root::open(*path) : std::unexpected(path.error());
}

Outcome<Root> requestedFolder(const nlohmann::json &arguments)
{
    const auto path = pathIn(arguments, "path");
    if (!path) {
        return std::unexpected(path.error());
    }
    auto root = rootOf(arguments);
    return root ? root->at(*path) : std::unexpected(std::move(root).error());
}

} // namespace Atelier::Node
