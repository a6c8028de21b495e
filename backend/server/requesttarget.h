// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QByteArrayView>
#include <QUrlQuery>

#include <optional>

namespace Atelier::Server {

/** What a request asks for: "/a/b?c=d". */
struct RequestTarget
{
    QByteArray path = {}; ///< percent-encoded, as it came: no segment is taken away or decoded
    QUrlQuery query = {};
};

/**
 * Nothing for what one reader may decode in another way than the next: a % without two hexadecimal
 * digits, encoded control characters (NUL among them), and what is not UTF-8 when decoded.
 */
[[nodiscard]] std::optional<RequestTarget> requestTargetFrom(QByteArrayView text);

} // namespace Atelier::Server
