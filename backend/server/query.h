// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backend/server/exchange.h"

#include <QStringList>

namespace Atelier::Server {

/** All values of @p key in the query, decoded; names are compared without case, as on Azure. */
[[nodiscard]] QStringList queryValues(const Request &request, QLatin1StringView key);
/** The first of them; empty when there is none. */
[[nodiscard]] QString queryValue(const Request &request, QLatin1StringView key);

} // namespace Atelier::Server
