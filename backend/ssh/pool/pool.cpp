// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/ssh/pool/pool.h"

#include <algorithm>

namespace Atelier::Ssh {

namespace {

/** Whether one connection serves both: the same server, seen the same way, as the same user. */
bool areEqual(const Destination &one, const Destination &other)
{
    return one.host == other.host && one.port == other.port && one.user == other.user
           && one.identityFiles == other.identityFiles && one.agentSocket == other.agentSocket
           && one.identitiesOnly == other.identitiesOnly
           && one.mayAskPassword == other.mayAskPassword
           && one.mayAskInteractive == other.mayAskInteractive && one.hostKeys == other.hostKeys
           && one.knownHosts == other.knownHosts && one.hostKeyAlias == other.hostKeyAlias
           && one.asker == other.asker && one.connectTimeout == other.connectTimeout
           && one.keepAlive == other.keepAlive
           && std::ranges::equal(one.jumps, other.jumps, &areEqual);
}

} // namespace

Pool::Pool(QObject *parent)
    : Pool(LinkWatch::Sources::ofThisComputer(), parent)
{
}

Pool::Pool(LinkWatch::Sources sources, QObject *parent)
    : QObject(parent)
    , m_watch(std::move(sources))
{
    connect(&m_watch, &LinkWatch::changed, this, [this] {
        for (const auto &weak : m_connections) {
            if (const auto connection = weak.lock()) {
                connection->checkLink();
            }
        }
    });
}

Pool::~Pool() = default;

std::shared_ptr<PooledConnection> Pool::connection(const Destination &destination)
{
    std::erase_if(m_connections, [](const auto &weak) { return weak.expired(); });
    for (const auto &weak : m_connections) {
        if (auto connection = weak.lock();
            connection && areEqual(connection->destination(), destination)) {
            return connection;
        }
    }
    auto connection = std::make_shared<PooledConnection>(destination);
    m_connections.push_back(connection);
    return connection;
}

} // namespace Atelier::Ssh
