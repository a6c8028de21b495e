// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/ssh/session.h"

#include "backend/ssh/channeltask.h"
#include "backend/ssh/reply.h"
#include "backend/ssh/sessionthread.h"

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

} // namespace

class Session::Private
{
public:
    explicit Private(Destination target)
        : destination(std::move(target))
    {
    }

    Destination destination;
    std::shared_ptr<OneSessionDesk> desk = std::make_shared<OneSessionDesk>();
    std::unique_ptr<SessionThread> thread;
};

Session::Session(Destination destination, QObject *parent)
    : ChannelConnection(parent)
    , d(std::make_unique<Private>(std::move(destination)))
{
}

Session::~Session() = default;

std::shared_ptr<TaskDesk> Session::desk()
{
    // The thread runs from the first use on.
    if (!d->thread) {
        d->thread = std::make_unique<SessionThread>(
            d->desk->queue, d->destination, [this](SessionState next, const Error &error) {
                postState(next, error);
            });
    }
    return d->desk;
}

void Session::setReconnecting(bool on)
{
    desk()->post([on](SessionThread &thread) { thread.setReconnecting(on); });
}

QFuture<Result<void>> Session::open()
{
    Reply<void> reply;
    auto future = reply.future();
    desk()->post([reply = std::move(reply)](SessionThread &thread) mutable {
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
    desk()->post([destination](SessionThread &thread) { thread.setDestination(destination); });
}

void Session::checkLink()
{
    desk()->post([](SessionThread &thread) { thread.checkLink(); });
}

} // namespace Atelier::Ssh
