// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/ssh/pool/pooledconnection.h"

#include "backend/ssh/elsewhere.h"
#include "backend/ssh/pool/bulkcarrier.h"
#include "backend/ssh/pool/dispatcher.h"
#include "backend/ssh/reply.h"
#include "backend/ssh/streamchannel.h"

#include <algorithm>

namespace Atelier::Ssh {

PooledConnection::PooledConnection(Destination destination,
                                   QObject *parent,
                                   std::chrono::milliseconds rest,
                                   const QString &bulkProgram)
    : ChannelConnection(parent)
    , m_destination(std::move(destination))
    , m_dispatcher(std::make_shared<Dispatcher>(
          m_destination,
          rest,
          [this](SessionState state, const Error &error) { postState(state, error); }))
    , m_carrier(std::make_unique<BulkCarrier>(BulkCarrier::Ways{
          .program = bulkProgram,
          .rest = rest,
          .survey = [this] { return survey(); },
          .usual =
              [this](const StreamTarget &target, Reply<Stream> reply) {
                  if (const auto task = StreamChannel::create(target, std::move(reply))) {
                      m_dispatcher->submit(task);
                  }
              }}))
{
}

PooledConnection::~PooledConnection()
{
    m_carrier.reset();
    m_dispatcher->shutDown();
}

QFuture<Result<Stream>> PooledConnection::stream(const StreamTarget &target)
{
    if (!target.isBulk) {
        return ChannelConnection::stream(target);
    }
    Reply<Stream> reply;
    auto future = reply.future();
    m_carrier->open(target, std::move(reply));
    return future;
}

QFuture<Result<LinkSurvey::Finding>> PooledConnection::survey()
{
    Reply<LinkSurvey::Finding> reply;
    auto future = reply.future();
    m_dispatcher->post(
        [wanted = m_destination, reply = std::move(reply)](SessionThread &thread) mutable {
            thread.add(std::make_shared<LinkSurvey>(
                std::move(wanted), thread.connectedTo(), std::move(reply)));
        });
    return future;
}

std::shared_ptr<TaskDesk> PooledConnection::desk()
{
    return m_dispatcher;
}

void PooledConnection::setDestination(const Destination &destination)
{
    const bool hasMoved = isElsewhere(m_destination, destination);
    m_destination = destination;
    m_dispatcher->setDestination(destination);
    if (hasMoved) {
        m_carrier->leave();
    }
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
    m_carrier->close();
    m_dispatcher->tellAll([](SessionThread &thread) { thread.close(); });
}

void PooledConnection::checkLink()
{
    m_carrier->checkLink();
    m_dispatcher->tellAll([](SessionThread &thread) { thread.checkLink(); });
}

int PooledConnection::connections() const
{
    return static_cast<int>(std::ranges::count_if(m_dispatcher->loads(), &MemberLoad::isReady))
           + (isCarried() ? 1 : 0);
}

bool PooledConnection::isCarried() const
{
    return m_carrier->isStanding();
}

} // namespace Atelier::Ssh
