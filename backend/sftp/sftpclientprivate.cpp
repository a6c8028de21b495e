// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/sftp/sftpclientprivate.h"

#include "backend/core/async.h"
#include "backend/ssh/connection.h"

#include <QCoreApplication>

namespace Atelier::Sftp {

namespace {

Error withoutConnection()
{
    return {
        .code = Error::Code::ConnectionLost,
        .message = QCoreApplication::translate("Sftp", "There is no connection to the server.")};
}

/** A refused "sftp" says more to people when it is called by its purpose. */
Result<Ssh::Stream> explained(const Result<Ssh::Stream> &stream)
{
    if (stream || stream.error().code != Error::Code::ChannelRefused
        || stream.error().target != QLatin1StringView("sftp")) {
        return stream;
    }
    Error error = stream.error();
    error.message = QCoreApplication::translate(
        "Sftp", "The server does not offer SFTP, which files are read and written by.");
    return failure(error);
}

} // namespace

SftpClient::Private::Private(SftpClient *q,
                             Ssh::Connection *connection,
                             std::chrono::milliseconds patience)
    : m_client(q)
    , m_connection(connection)
    , m_mailbox(std::make_shared<Ssh::Mailbox>(q))
{
    const auto mailbox = m_mailbox;
    m_engine = std::make_unique<Engine>(
        [this, mailbox](bool isBulk, const Engine::GiveStream &give) {
            mailbox->post([this, isBulk, give] { ask(isBulk, give); });
        },
        patience);
}

SftpClient::Private::~Private()
{
    m_mailbox->close();
    Engine::retire(std::move(m_engine));
}

void SftpClient::Private::ask(bool isBulk, const Engine::GiveStream &give) const
{
    if (!m_connection) {
        give(failure(withoutConnection()));
        return;
    }
    const auto target = Ssh::StreamTarget::subsystem(QStringLiteral("sftp"));
    whenDone(m_connection->stream(isBulk ? target.asBulk() : target),
             m_client,
             [give](const Result<Ssh::Stream> &stream) { give(explained(stream)); });
}

QFuture<Result<void>> SftpClient::Private::runPlain(std::stop_token stop, Body<Done> body)
{
    Ssh::Reply<void> reply;
    auto future = reply.future();
    m_engine->post([engine = m_engine.get(),
                    stop = std::move(stop),
                    body = std::move(body),
                    reply = std::move(reply)]() mutable {
        static_cast<void>(conductPlain(engine->makeWork(std::move(stop)), body, std::move(reply)));
    });
    return future;
}

Task<Done> SftpClient::Private::conductPlain(WorkPointer work,
                                             Body<Done> body,
                                             Ssh::Reply<void> reply)
{
    const auto channel = co_await work->engine.channel(work, forPeople);
    if (!channel) {
        reply.give(failure(channel.error()));
        co_return Done();
    }
    const auto result = co_await body(work, *channel);
    reply.give(result ? Result<void>() : failure(result.error()));
    co_return Done();
}

ShowProgress SftpClient::Private::shown(const ShowProgress &show) const
{
    if (!show) {
        return {};
    }
    return [mailbox = m_mailbox, show](const Progress &progress) {
        mailbox->post([show, progress] { show(progress); });
    };
}

std::function<void(Entries)> SftpClient::Private::giver(
    const TakeEntries &take, const std::shared_ptr<std::atomic<int>> &backlog) const
{
    // The client's thread may wake the engine only through what outlives both.
    const auto inlet = m_engine->inlet();
    Engine *engine = m_engine.get();
    return [mailbox = m_mailbox, take, backlog, inlet, engine](const Entries &entries) {
        mailbox->post([take, backlog, inlet, engine, entries] {
            take(entries);
            --*backlog;
            inlet->post([engine] { engine->changed().notify(); });
        });
    };
}

} // namespace Atelier::Sftp
