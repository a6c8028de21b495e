// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backend/node/files/root.h"
#include "backend/node/server/call.h"

#include <nlohmann/json.hpp>

namespace Atelier::Node {

class HandlerTable;

/** list, stat, digest, pack, unpack and watch, see docs/node-protocol.md. */
void addFileHandlers(HandlerTable *table);

/** The root that a request names by "root", opened. */
[[nodiscard]] Outcome<Root> rootOf(const nlohmann::json &arguments);
/** The folder "path" below it, as a root of its own. */
[[nodiscard]] Outcome<Root> requestedFolder(const nlohmann::json &arguments);

[[nodiscard]] Outcome<nlohmann::json> listFolder(Call &call);
[[nodiscard]] Outcome<nlohmann::json> statFile(Call &call);
[[nodiscard]] Outcome<nlohmann::json> digestFiles(Call &call);
[[nodiscard]] Outcome<nlohmann::json> packFolder(Call &call);
[[nodiscard]] Outcome<nlohmann::json> unpackFolder(Call &call);
[[nodiscard]] Outcome<nlohmann::json> watchFolder(Call &call);

} // namespace Atelier::Node
