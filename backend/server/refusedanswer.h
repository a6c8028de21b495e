// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QString>

namespace Atelier::Server {

/** The text of a status: "Not Found". */
[[nodiscard]] QByteArray reasonPhrase(int status);

/** The whole answer to what is not let through to the parser, after which the connection closes. */
[[nodiscard]] QByteArray refusedAnswer(int status, const QString &reason);

} // namespace Atelier::Server
