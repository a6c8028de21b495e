// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backend/core/result.h"

#include <QByteArray>
#include <QList>
#include <QString>

#include <utility>

namespace Atelier::Notebook {

/** One request to a Jupyter server over a socket that carries nothing else. */
struct HttpRequest
{
    QByteArray method = "GET";
    QByteArray path = {}; ///< with its query, percent-encoded
    QByteArray host = "127.0.0.1";
    QByteArray token = {}; ///< sent as "Authorization: token …"; never in the path
    QByteArray json = {};  ///< body, when there is one
};

struct HttpResponse
{
    int status = 0;
    QList<std::pair<QByteArray, QByteArray>> headers = {}; ///< names in lower case, in their order
    QByteArray body = {};                                  ///< without the chunked coding
    [[nodiscard]] QByteArray header(const QByteArray &name) const;
    [[nodiscard]] QList<QByteArray> allHeaders(const QByteArray &name) const;
};

/** The bytes to send; asks the server to close the connection after its answer (RFC 9112, 9.6). */
[[nodiscard]] QByteArray serialize(const HttpRequest &request);

/** Reads a complete answer, as everything until the end of the connection (RFC 9112, 6 and 7.1). */
[[nodiscard]] Result<HttpResponse> parseHttpResponse(const QByteArray &bytes);

} // namespace Atelier::Notebook
