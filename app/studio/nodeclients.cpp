// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/studio/nodeclients.h"

#include "backend/nodeclient/ports.h"
#include "backend/notebook/nodesessions.h"

namespace Atelier::Studio {

NodeClients::NodeClients(Notebook::NodeSessions *sessions, QObject *parent)
    : QObject(parent)
    , m_sessions(sessions)
{
}

NodeClients::~NodeClients() = default;

NodeClient::Client *NodeClients::clientOf(const QString &instance)
{
    Ssh::Connection *connection = m_sessions->existing(instance);
    if (connection == nullptr || connection->state() != Ssh::SessionState::Ready) {
        return nullptr;
    }
    std::unique_ptr<NodeClient::Client> &client = m_clients[instance];
    if (!client || client->connection() != connection) {
        client = std::make_unique<NodeClient::Client>(connection);
        connect(connection,
                &Ssh::Connection::stateChanged,
                client.get(),
                [this, instance](Ssh::SessionState state) {
                    if (state == Ssh::SessionState::Ready) {
                        Q_EMIT returned(instance);
                    }
                });
    }
    return client.get();
}

std::unique_ptr<NodeClient::PortWatch> NodeClients::watchPorts(const QString &instance)
{
    NodeClient::Client *client = clientOf(instance);
    return client != nullptr ? NodeClient::watchPorts(client) : nullptr;
}

} // namespace Atelier::Studio
