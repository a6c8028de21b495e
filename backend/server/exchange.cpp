// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/server/exchange.h"

#include "backend/arm/errorenvelope.h"

namespace Atelier::Server {

void Reply::setStandingHeaders(QList<std::pair<QByteArray, QByteArray>> headers)
{
    m_standingHeaders = std::move(headers);
}

const QList<std::pair<QByteArray, QByteArray>> &Reply::standingHeaders() const
{
    return m_standingHeaders;
}

void Reply::fail(const Error &error,
                 int status,
                 const QList<std::pair<QByteArray, QByteArray>> &headers)
{
    send({.status = status != 0 ? status : Arm::httpStatusFor(error.code),
          .body = Arm::toEnvelope(error),
          .headers = headers});
}

} // namespace Atelier::Server
