// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backend/nodeclient/client.h"
#include "backend/nodeclient/portwatch.h"

#include <QObject>
#include <QString>

#include <map>
#include <memory>

namespace Atelier::Notebook {
class NodeSessions;
}

namespace Atelier::Studio {

/** atelier-node at the instances to which a session is open: made when first asked for, on the
 * connection that there is. Opens none. */
class NodeClients final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(NodeClients)

public:
    explicit NodeClients(Notebook::NodeSessions *sessions, QObject *parent = nullptr);
    ~NodeClients() override;

    /** Null while no session to @p instance is ready. */
    [[nodiscard]] std::unique_ptr<NodeClient::PortWatch> watchPorts(const QString &instance);

Q_SIGNALS:
    /** The connection of one that was asked for is there again. */
    void returned(const QString &instance);

private:
    [[nodiscard]] NodeClient::Client *clientOf(const QString &instance);

    Notebook::NodeSessions *m_sessions = nullptr;
    std::map<QString, std::unique_ptr<NodeClient::Client>> m_clients;
};

} // namespace Atelier::Studio
