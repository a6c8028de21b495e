// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/node/server/handlertable.h"

#include <utility>

namespace Atelier::Node {

void HandlerTable::add(std::string name, Handler handler)
{
    m_handlers.insert_or_assign(std::move(name), std::move(handler));
}

const Handler *HandlerTable::find(std::string_view name) const
{
    const auto found = m_handlers.find(name);
    return found == m_handlers.end() ? nullptr : &found->second;
}

} // namespace Atelier::Node
