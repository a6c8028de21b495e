// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
// GET /health: whether the server answers, and which protocol it speaks. Says nothing else.
#include "backend/server/handlers.h"
#include "backend/server/protocol.h"

#include <QCoreApplication>

namespace Atelier::Server {

using namespace Qt::StringLiterals;

void health(const Services & /*services*/, const Request & /*request*/, const ReplyPtr &reply)
{
    reply->send({.body = {
                     {u"status"_s, u"ok"_s},
                     {u"protocol"_s, protocolVersion},
                     {u"version"_s, QCoreApplication::applicationVersion()},
                 }});
}

} // namespace Atelier::Server
