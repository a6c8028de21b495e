// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/ssh/exchange.h"

#include <QCoreApplication>

#include <array>

namespace Atelier::Ssh {

namespace {

/** An answer is a document, not a stream. */
constexpr qsizetype maximumAnswer = qsizetype{64} * 1024 * 1024;

} // namespace

Exchange::Exchange(const QString &socketPath,
                   QByteArray request,
                   std::chrono::milliseconds timeout,
                   Reply<QByteArray> reply)
    : ChannelTask(ChannelSpec::socket(socketPath), deadlineIn(timeout))
    , m_socketPath(socketPath)
    , m_request(std::move(request))
    , m_reply(std::move(reply))
{
}

void Exchange::watch(PollSet &) {}

bool Exchange::prepare(const PollSet &)
{
    return false;
}

bool Exchange::work(Transport &transport)
{
    bool moved = send(transport);
    if (phase() == Phase::Open) {
        moved = receive(transport) || moved;
    }
    return moved;
}

bool Exchange::send(Transport &transport)
{
    // No end of file after the request: servers take that for a client that has gone.
    bool moved = false;
    while (m_sent < m_request.size() && transport.canSend()) {
        const auto count = libssh2_channel_write(
            channel(),
            m_request.constData() + m_sent,
            static_cast<std::size_t>(m_request.size() - m_sent));
        if (count <= 0) {
            // A refused write shows as the end of the answer; a broken connection ends the loop.
            transport.failOn(static_cast<int>(count));
            break;
        }
        m_sent += count;
        moved = true;
    }
    return moved;
}

bool Exchange::receive(Transport &transport)
{
    std::array<char, 32768> chunk{};
    bool moved = false;
    while (true) {
        const auto count = libssh2_channel_read(channel(), chunk.data(), chunk.size());
        if (count <= 0) {
            transport.failOn(static_cast<int>(count));
            break;
        }
        m_answer.append(chunk.data(), count);
        moved = true;
        if (m_answer.size() > maximumAnswer) {
            fail({.code = Error::Code::Exhausted,
                  .message = QCoreApplication::translate("Ssh::Exchange",
                                                         "The answer of %1 is too large.")
                                 .arg(m_socketPath),
                  .target = m_socketPath});
            return true;
        }
    }
    if (!transport.fault() && libssh2_channel_eof(channel()) != 0) {
        m_reply.give(std::move(m_answer));
        finish();
        return true;
    }
    return moved;
}

void Exchange::fail(const Error &error)
{
    m_reply.give(failure(error));
    finish();
}

void Exchange::expired()
{
    fail({.code = Error::Code::TimedOut,
          .message = QCoreApplication::translate("Ssh::Exchange",
                                                 "%1 on the server did not answer in time.")
                         .arg(m_socketPath),
          .target = m_socketPath});
}

void Exchange::cancel()
{
    fail(cancelledError());
}

} // namespace Atelier::Ssh
