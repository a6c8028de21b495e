// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/ssh/session.h"

#include "backend/ssh/channeltask.h"
#include "backend/ssh/reply.h"
#include "backend/ssh/sessionthread.h"

#include <QCoreApplication>

#include <system_error>

namespace Atelier::Ssh {

namespace {

/** Leads to the one thread that there is. */
class OneSessionDesk final : public TaskDesk
{
public:
    void submit(const std::shared_ptr<ChannelTask> &task) override
    {
        if (!queue->post([task](SessionThread &thread) { thread.add(task); })) {
            task->cancel();
        }
    }
    bool post(CommandQueue::Command command) override { return queue->post(std::move(command)); }
    void wake() override { queue->wake(); }

    const std::shared_ptr<CommandQueue> queue = std::make_shared<CommandQueue>();
};

/** Leads nowhere: there is no thread. */
class NoDesk final : public TaskDesk
{
public:
    explicit NoDesk(Error error)
        : m_error(std::move(error))
    {
    }

    void submit(const std::shared_ptr<ChannelTask> &task) override
    {
        task->linkLost(m_error, false);
        if (!task->isFinished()) {
            task->cancel();
        }
    }
    bool post(CommandQueue::Command) override { return false; }
    void wake() override {}

private:
    Error m_error;
};

Error noSessionThread(const Destination &destination, const QString &detail)
{
    return {.code = Error::Code::Exhausted,
            .message = QCoreApplication::translate("Ssh::Session",
                                                   "No thread could be started for the connection "
                                                   "to %1.")
                           .arg(destination.host + QLatin1Char(':')
                                + QString::number(destination.port)),
            .detail = detail,
            .target = destination.host};
}

} // namespace

class Session::Private
{
public:
    explicit Private(Destination target)
        : destination(std::move(target))
    {
    }

    // What a thread that is yet to be started begins with.
    Destination destination;
    bool isReconnecting = false;
    std::shared_ptr<OneSessionDesk> desk = std::make_shared<OneSessionDesk>();
    std::unique_ptr<SessionThread> thread;
};

Session::Session(Destination destination, QObject *parent)
    : ChannelConnection(parent)
    , d(std::make_unique<Private>(std::move(destination)))
{
}

Session::~Session() = default;

Result<void> Session::begin()
{
    // The thread runs from the first use on.
    if (!d->thread) {
        try {
            d->thread = std::make_unique<SessionThread>(
                d->desk->queue, d->destination, [this](SessionState next, const Error &error) {
                    postState(next, error);
                });
            d->desk->post(
                [on = d->isReconnecting](SessionThread &thread) { thread.setReconnecting(on); });
        } catch (const std::system_error &problem) {
            const Error error = noSessionThread(d->destination,
                                                QString::fromLocal8Bit(problem.what()));
            postState(SessionState::Failed, error);
            return failure(error);
        }
    }
    return {};
}

std::shared_ptr<TaskDesk> Session::desk()
{
    if (const auto begun = begin(); !begun) {
        return std::make_shared<NoDesk>(begun.error());
    }
    return d->desk;
}

void Session::setReconnecting(bool on)
{
    d->isReconnecting = on;
    desk()->post([on](SessionThread &thread) { thread.setReconnecting(on); });
}

QFuture<Result<void>> Session::open()
{
    Reply<void> reply;
    auto future = reply.future();
    if (const auto begun = begin(); !begun) {
        reply.give(failure(begun.error()));
        return future;
    }
    d->desk->post([reply = std::move(reply)](SessionThread &thread) mutable {
        thread.open(std::move(reply));
    });
    return future;
}

void Session::close()
{
    desk()->post([](SessionThread &thread) { thread.close(); });
}

void Session::setDestination(const Destination &destination)
{
    d->destination = destination;
    desk()->post([destination](SessionThread &thread) { thread.setDestination(destination); });
}

void Session::checkLink()
{
    desk()->post([](SessionThread &thread) { thread.checkLink(); });
}

} // namespace Atelier::Ssh
