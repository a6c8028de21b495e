// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backend/server/exchange.h"
#include "backend/server/listener.h"

#include <QAbstractHttpServer>

#include <functional>
#include <memory>

namespace Atelier::Server {

class HttpReply;

/** The border to Qt's HTTP parser: turns what it read into a Request and hands it on; the one place
 * where what a handler throws is caught. */
class HttpBorder final : public QAbstractHttpServer
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(HttpBorder)

public:
    using Handler = std::function<void(Request, const ReplyPtr &)>;

    HttpBorder(Listener *listener, Handler handler, QObject *parent = nullptr);

protected:
    bool handleRequest(const QHttpServerRequest &request, QHttpServerResponder &responder) override;
    void missingHandler(const QHttpServerRequest &request,
                        QHttpServerResponder &responder) override;

private:
    void handle(const Request &request, const std::shared_ptr<HttpReply> &reply) const;

    Listener *m_listener;
    Handler m_handler;
};

} // namespace Atelier::Server
