// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backend/nodeclient/filewatch.h"
#include "backend/nodeclient/poster.h"

#include <QPointer>
#include <QTimer>

#include <nlohmann/json.hpp>

#include <memory>

namespace Atelier::NodeClient {

class Client;
class RunningRequest;

/** A watch by atelier-node that begins anew after the connection or the program was lost. */
class RenewedWatch final : public FileWatch
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(RenewedWatch)

public:
    RenewedWatch(Client *client, nlohmann::json request);
    ~RenewedWatch() override;

private:
    void begin();
    void take(const nlohmann::json &item);
    void takeChanges(const nlohmann::json &list);
    void ended(const Error &error);

    QPointer<Client> m_client;
    nlohmann::json m_request;
    std::shared_ptr<Poster> m_poster;
    std::shared_ptr<RunningRequest> m_running;
    QTimer m_retry; ///< runs only between a loss and the next trial
    int m_failures = 0;
    bool m_wasReady = false;
};

} // namespace Atelier::NodeClient
