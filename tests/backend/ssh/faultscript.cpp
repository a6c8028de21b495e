// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/backend/ssh/faultscript.h"

#include "tests/backend/ssh/await.h"
#include "tests/backend/ssh/sockets.h"

#include <sys/socket.h>

#include <future>
#include <thread>

namespace Atelier::Test {

namespace {

/** Longer than anything may take; who isn't done then hangs. */
constexpr int hangLimit = 40'000;

Error fault(const QString &what)
{
    return {.code = Error::Code::Internal, .message = what};
}

/** Sends and receives at once in threads of their own until the other end has ended; no value when
 * that never comes. */
std::optional<QByteArray> echo(int socket, const QByteArray &data)
{
    auto work = std::async(std::launch::async, [&] {
        std::thread sender([&] {
            if (sendAll(socket, data)) {
                ::shutdown(socket, SHUT_WR);
            }
        });
        QByteArray received = receiveAll(socket);
        sender.join();
        return received;
    });
    const auto isDone = [&] {
        return work.wait_for(std::chrono::seconds(0)) == std::future_status::ready;
    };
    if (QTest::qWaitFor(isDone, hangLimit)) {
        return work.get();
    }
    ::shutdown(socket, SHUT_RDWR);
    work.wait();
    return std::nullopt;
}

} // namespace

QByteArray unlikeBytes(qsizetype size)
{
    QByteArray data(size, Qt::Uninitialized);
    quint32 state = 7;
    for (char &byte : data) {
        state = (state * 1664525) + 1013904223;
        byte = static_cast<char>(state >> 24U);
    }
    return data;
}

FaultScript::FaultScript(Ssh::Connection &connection, qsizetype size, quint16 tunnelPort)
    : m_connection(connection)
    , m_data(unlikeBytes(size))
    , m_tunnelPort(tunnelPort)
{
}

Result<void> FaultScript::run(const Mark &mark)
{
    Result<void> result = await(m_connection.open(), hangLimit);
    if (!result) {
        return result.error().code == Error::Code::Unknown
                   ? failure(fault(QStringLiteral("open() hangs")))
                   : result;
    }
    mark("open");
    result = exec();
    if (result) {
        mark("exec");
        result = stream();
    }
    if (result && m_tunnelPort != 0) {
        mark("stream");
        result = tunnel();
    }
    if (result) {
        mark("end");
    }
    return result;
}

Result<void> FaultScript::exec()
{
    const auto result = await(
        m_connection.exec(QStringLiteral("printf hello; printf no >&2; exit 3")), hangLimit);
    if (!result) {
        return result.error().code == Error::Code::Unknown
                   ? failure(fault(QStringLiteral("exec() hangs")))
                   : failure(result.error());
    }
    if (result->out != "hello" || result->err != "no" || result->exitStatus != 3) {
        return failure(
            fault(QStringLiteral("exec() gave \"%1\", \"%2\" and %3")
                      .arg(QString::fromLatin1(result->out), QString::fromLatin1(result->err))
                      .arg(result->exitStatus)));
    }
    return {};
}

Result<void> FaultScript::stream()
{
    const auto opened = await(
        m_connection.stream(Ssh::StreamTarget::command(QStringLiteral("cat; exit 5"))), hangLimit);
    if (!opened) {
        return opened.error().code == Error::Code::Unknown
                   ? failure(fault(QStringLiteral("stream() hangs")))
                   : failure(opened.error());
    }
    const auto received = echo(opened->descriptor->get(), m_data);
    if (!received) {
        return failure(fault(QStringLiteral("the stream never ends")));
    }
    if (!m_data.startsWith(*received)) {
        return failure(fault(QStringLiteral("the stream delivered wrong data")));
    }
    const auto end = await(opened->end, hangLimit);
    if (!end) {
        return end.error().code == Error::Code::Unknown
                   ? failure(fault(QStringLiteral("the stream's end is never told")))
                   : failure(end.error());
    }
    if (received->size() != m_data.size() || end->exitStatus != 5) {
        return failure(fault(QStringLiteral("%1 bytes and exit status %2 passed for success")
                                 .arg(received->size())
                                 .arg(end->exitStatus)));
    }
    return {};
}

Result<void> FaultScript::tunnel() const
{
    const UniqueFd socket = connectTo(m_tunnelPort);
    if (!socket.isValid()) {
        return failure(fault(QStringLiteral("the tunnel's port is closed")));
    }
    const QByteArray data = m_data.left(10'000);
    const auto received = echo(socket.get(), data);
    if (!received) {
        return failure(fault(QStringLiteral("the tunnel's connection never ends")));
    }
    if (!data.startsWith(*received)) {
        return failure(fault(QStringLiteral("the tunnel delivered wrong data")));
    }
    if (received->size() == data.size()) {
        return {};
    }
    // A connection says only that it broke; why is the session's news.
    if (!QTest::qWaitFor([&] { return m_connection.state() != Ssh::SessionState::Ready; }, 5'000)) {
        return failure(
            fault(QStringLiteral("the tunnel lost data and the connection did not break")));
    }
    return failure(m_connection.lastError());
}

} // namespace Atelier::Test
