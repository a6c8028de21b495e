// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backend/core/result.h"

#include <QString>
#include <QUrl>

namespace Atelier::Client {

/** The version of the border between studio and control plane that this studio speaks. */
inline constexpr int protocolVersion = 1;

/** Where a control plane answers and what it asks for: the content of endpoint.json. */
struct Endpoint
{
    QUrl url = {};
    QString token = {};
    int protocol = 0; ///< version of the border between studio and control plane
    qint64 pid = 0;
    QString version = {}; ///< of the program, for people
    bool operator==(const Endpoint &) const = default;
};

/** Reads endpoint.json; Error::Code::NotFound when there is none, Protocol when it is garbage. */
[[nodiscard]] Result<Endpoint> readEndpoint(const QString &file);

} // namespace Atelier::Client
