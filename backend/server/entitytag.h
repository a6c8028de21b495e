// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backend/core/result.h"
#include "backend/server/exchange.h"

#include <QByteArray>

#include <optional>

namespace Atelier::Server {

/** The tag of a representation as it is sent: equal bytes have equal tags, also after a restart. */
[[nodiscard]] QByteArray entityTagOf(const QByteArray &text);
[[nodiscard]] QByteArray entityTagOf(const QJsonObject &resource);

/** If-Match and If-None-Match as they came; empty when the client did not send them. */
struct Conditions
{
    QByteArray match = {};
    QByteArray noneMatch = {};
};

[[nodiscard]] Conditions conditionsOf(const Request &request);

/** Whether a request that would change @p name may go on; @p current is nothing when there is no
 * such resource. RFC 9110, section 13.1: If-Match compares strongly. */
[[nodiscard]] Result<void> checkConditions(const Conditions &conditions,
                                           const std::optional<QByteArray> &current,
                                           const QString &name);

/** Whether a GET is answered by 304: the client has what it would get. */
[[nodiscard]] bool isKnown(const Conditions &conditions, const QByteArray &current);

/** An answer with @p resource and its tag. */
[[nodiscard]] Response resourceResponse(const QJsonObject &resource, int status = 200);

} // namespace Atelier::Server
