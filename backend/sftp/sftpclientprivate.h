// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backend/sftp/engine.h"
#include "backend/sftp/meter.h"
#include "backend/sftp/sftpclient.h"
#include "backend/ssh/mailbox.h"
#include "backend/ssh/reply.h"

#include <QPointer>

namespace Atelier::Sftp {

class SftpClient::Private
{
public:
    Private(SftpClient *q, Ssh::Connection *connection, std::chrono::milliseconds patience);
    Private(const Private &) = delete;
    Private &operator=(const Private &) = delete;
    ~Private();

    template<typename T>
    using Body = std::function<Task<Result<T>>(WorkPointer, ChannelPointer)>;

    static constexpr int forPeople = 0;
    static constexpr int forBulk = 1;

    /** Runs @p body in the engine, on its channel @p number. */
    template<typename T>
    QFuture<Result<T>> run(std::stop_token stop, Body<T> body, int number = forPeople)
    {
        Ssh::Reply<T> reply;
        auto future = reply.future();
        m_engine->post([engine = m_engine.get(),
                        stop = std::move(stop),
                        body = std::move(body),
                        reply = std::move(reply),
                        number]() mutable {
            static_cast<void>(
                conduct<T>(engine->makeWork(std::move(stop)), body, std::move(reply), number));
        });
        return future;
    }
    /** The same for what is only done or not. */
    QFuture<Result<void>> runPlain(std::stop_token stop, Body<Done> body);

    /** Passes progress on to the client's thread. */
    [[nodiscard]] ShowProgress shown(const ShowProgress &show) const;
    [[nodiscard]] std::shared_ptr<Meter> meter(const ShowProgress &show) const
    {
        return std::make_shared<Meter>(shown(show));
    }
    /** Hands @p entries to @p take in the client's thread. */
    [[nodiscard]] std::function<void(Entries)> giver(
        const TakeEntries &take, const std::shared_ptr<std::atomic<int>> &backlog) const;

private:
    template<typename T>
    static Task<Done> conduct(WorkPointer work, Body<T> body, Ssh::Reply<T> reply, int number)
    {
        const auto channel = co_await work->engine.channel(work, number);
        if (!channel) {
            reply.give(failure(channel.error()));
            co_return Done();
        }
        auto result = co_await body(work, *channel);
        // In the middle of a stop other errors are only its consequences.
        reply.give(work->isStopped() && !result ? failure(Ssh::cancelledError())
                                                : std::move(result));
        co_return Done();
    }
    static Task<Done> conductPlain(WorkPointer work, Body<Done> body, Ssh::Reply<void> reply);
    void ask(bool isBulk, const Engine::GiveStream &give) const;

    SftpClient *m_client;
    QPointer<Ssh::Connection> m_connection;
    std::shared_ptr<Ssh::Mailbox> m_mailbox;
    std::unique_ptr<Engine> m_engine; // last: its thread uses the others
};

} // namespace Atelier::Sftp
