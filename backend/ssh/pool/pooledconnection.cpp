// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/ssh/pool/pooledconnection.h"

#include "backend/ssh/pool/dispatcher.h"
#include "backend/ssh/reply.h"

#include <algorithm>

namespace Atelier::Ssh {

PooledConnection::PooledConnection(Destination destination,
                                   QObject *parent,
                                   std::chrono::milliseconds rest)
    : ChannelConnection(parent)
    , m_destination(std::move(destination))
    , m_dispatcher(std::make_shared<Dispatcher>(
          m_destination, rest, [this](SessionState state, const Error &error) {
              postState(state, error);
          }))
{
}

PooledConnection::~PooledConnection()
{
    m_dispatcher->shutDown();
}

std::shared_ptr<TaskDesk> PooledConnection::desk()
{
    return m_dispatcher;
}

void PooledConnection::setDestination(const Destination &destination)
{
    m_destination = destination;
    m_dispatcher->setDestination(destination);
}

void PooledConnection::setReconnecting(bool on)
{
    // The others are made again by what needs them.
    m_dispatcher->post([on](SessionThread &thread) { thread.setReconnecting(on); });
}

QFuture<Result<void>> PooledConnection::open()
{
    Reply<void> reply;
    auto future = reply.future();
    m_dispatcher->post([reply = std::move(reply)](SessionThread &thread) mutable {
        thread.open(std::move(reply));
    });
    return future;
}

void PooledConnection::close()
{
    m_dispatcher->tellAll([](SessionThread &thread) { thread.close(); });
}

void PooledConnection::checkLink()
{
    m_dispatcher->tellAll([](SessionThread &thread) { thread.checkLink(); });
}

int PooledConnection::connections() const
{
    return static_cast<int>(std::ranges::count_if(m_dispatcher->loads(), &MemberLoad::isReady));
}

} // namespace Atelier::Ssh
