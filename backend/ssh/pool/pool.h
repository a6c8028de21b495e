// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backend/ssh/pool/linkwatch.h"
#include "backend/ssh/pool/pooledconnection.h"

#include <memory>
#include <vector>

namespace Atelier::Ssh {

/**
 * The connections of a program: whoever asks for an equal destination while somebody holds its
 * connection gets the same one. Tells all of them when the network or the computer comes back.
 * Lives in one thread; may go before the connections.
 */
class Pool final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(Pool)

public:
    explicit Pool(QObject *parent = nullptr);
    /** @p sources: for tests. */
    explicit Pool(LinkWatch::Sources sources, QObject *parent = nullptr);
    ~Pool() override;

    /** Not opened yet when it is new. A connection whose destination was set anew is found under
     *  the new one. */
    [[nodiscard]] std::shared_ptr<PooledConnection> connection(const Destination &destination);

private:
    std::vector<std::weak_ptr<PooledConnection>> m_connections;
    LinkWatch m_watch;
};

} // namespace Atelier::Ssh
