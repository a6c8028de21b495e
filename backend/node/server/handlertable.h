// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backend/node/server/call.h"

#include <map>
#include <string>
#include <string_view>

namespace Atelier::Node {

/** What a node can be asked for. Filled before it serves, read by many threads then. */
class HandlerTable final
{
public:
    void add(std::string name, Handler handler);
    /** Null when nothing has this name. */
    [[nodiscard]] const Handler *find(std::string_view name) const;

private:
    std::map<std::string, Handler, std::less<>> m_handlers;
};

} // namespace Atelier::Node
