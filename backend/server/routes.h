// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backend/server/exchange.h"

#include <QByteArray>
#include <QHash>
#include <QList>
#include <QStringList>

#include <span>
#include <variant>

namespace Atelier::Server {

struct Services;

using Handler = void (*)(const Services &services, const Request &request, const ReplyPtr &reply);

struct Route
{
    enum class Kind {
        Open, ///< answers without a token
        Arm,  ///< asks for token and api-version
    };

    const char *verb;
    const char *pattern; ///< literal segments are compared without case; {name} takes one segment
    Handler handler;
    Kind kind = Kind::Arm;
};

/** Every route that is served. */
[[nodiscard]] std::span<const Route> routes();

struct Match
{
    const Route *route = nullptr;
    QHash<QString, QString> parameters = {};
};

struct NoSuchPath
{
};

/** The path exists, but not with that verb. */
struct WrongVerb
{
    QList<QByteArray> allowed = {};
};

[[nodiscard]] std::variant<Match, WrongVerb, NoSuchPath> findRoute(const QByteArray &verb,
                                                                   const QByteArray &path);

} // namespace Atelier::Server
