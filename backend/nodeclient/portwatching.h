// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backend/nodeclient/portwatch.h"
#include "backend/nodeclient/runningrequest.h"
#include "backend/nodeclient/streamreply.h"

#include <nlohmann/json.hpp>

#include <memory>
#include <optional>

namespace Atelier::NodeClient {

class Client;

/** Nothing when there is no port in it. */
[[nodiscard]] std::optional<ListeningPort> portFrom(const nlohmann::json &json);

/** A PortWatch by atelier-node; see watchPorts(). */
class PortWatching final : public PortWatch
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(PortWatching)

public:
    explicit PortWatching(Client *client);
    ~PortWatching() override;

private:
    void begin(Client *client);
    void take(const nlohmann::json &item);

    std::shared_ptr<Poster> m_poster;
    std::shared_ptr<RunningRequest> m_running;
};

} // namespace Atelier::NodeClient
