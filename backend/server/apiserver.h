// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backend/core/result.h"
#include "backend/server/exchange.h"
#include "backend/server/httpborder.h"
#include "backend/server/services.h"

#include <QObject>

#include <memory>

namespace Atelier::Server {

/** The REST server of the control plane: listens on loopback, guards, routes. Lives in the main
 * thread. */
class ApiServer final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(ApiServer)

public:
    explicit ApiServer(Services services, QObject *parent = nullptr);
    ~ApiServer() override;

    /** Listens on @p port of 127.0.0.1, 0 for any free one; the port it got. */
    [[nodiscard]] Result<quint16> listen(quint16 port);
    /** How many clients follow something. */
    [[nodiscard]] const Streams &streams() const;

private:
    void dispatch(Request *request, const ReplyPtr &reply) const;

    Services m_services;
    std::unique_ptr<HttpBorder> m_border;
    std::unique_ptr<Streams>
        m_streams; // after the border: streams write to its connections to the end
    quint16 m_port = 0;
};

} // namespace Atelier::Server
