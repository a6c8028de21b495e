// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/ssh/pool/dispatcher.h"
#include "backend/ssh/pool/pool.h"
#include "backend/ssh/remoteprocess.h"
#include "backend/ssh/tunnel.h"
#include "tests/backend/ssh/await.h"
#include "tests/backend/ssh/sockets.h"
#include "tests/support/testsshd.h"

#include <QFile>
#include <QSignalSpy>
#include <QTest>

#include <sys/socket.h>

#include <array>
#include <atomic>
#include <future>

using namespace Atelier;
using namespace Atelier::Ssh;
using namespace std::chrono_literals;
using Test::await;
using Test::connectTo;
using Test::explain;
using Test::receiveAll;
using Test::sendAll;
using Test::SocketServer;

namespace {

QByteArray readLine(const Stream &stream)
{
    QByteArray line;
    for (char byte = 0; ::recv(stream.descriptor->get(), &byte, 1, 0) == 1 && byte != '\n';) {
        line += byte;
    }
    return line;
}

/** Reads @p size bytes, while the test's event loop rests. */
qsizetype readSome(int socket, qsizetype size)
{
    std::array<char, 65536> chunk{};
    qsizetype total = 0;
    while (total < size) {
        const ssize_t count = ::recv(socket, chunk.data(), chunk.size(), 0);
        if (count <= 0) {
            break;
        }
        total += count;
    }
    return total;
}

} // namespace

/** Several connections to one server that look like one; by libssh2 alone, see tst_poolbulk. */
class TestPoolConnection final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();

    void givesTheSameConnectionForTheSameDestination();
    void worksAsASingleConnection();
    void givesABulkStreamAConnectionOfItsOwn();
    void marksAConnectionByWhatATunnelMoves();
    void spreadsATunnelsConnections();
    void closesWhatHasNothingToDo();
    void leavesTheOldPlaceWithWhatIsIdle();
    void beginsNothingMoreAtTheOldPlace();
    void leavesWhatConnectsWhileTheServerMoves();
    void doubtsALearntLimitAfterAWhile();
    void comesBackWithAllItsParts();
    void servesAloneWhereNoSecondLoginIsLetIn();
    void endsWhileChannelsAreOnTheirWay();

private:
    /** Which connection a command runs on: the client's port. */
    [[nodiscard]] static QByteArray connectionOf(Connection &connection);

    std::unique_ptr<Test::TestSshd> m_sshd;
};

void TestPoolConnection::init()
{
    m_sshd = std::make_unique<Test::TestSshd>();
    QVERIFY2(m_sshd->start(), qPrintable(m_sshd->error()));
}

QByteArray TestPoolConnection::connectionOf(Connection &connection)
{
    const auto result = await(connection.exec(QStringLiteral("echo ${SSH_CONNECTION}")));
    return result ? result->out.split(' ').value(1) : explain(result);
}

void TestPoolConnection::givesTheSameConnectionForTheSameDestination()
{
    Pool pool;
    auto first = pool.connection(m_sshd->destination());
    QCOMPARE(pool.connection(m_sshd->destination()), first);
    Destination other = m_sshd->destination();
    other.user += QStringLiteral("x");
    QVERIFY(pool.connection(other) != first);
    // One that moved is found where it is now.
    Destination moved = m_sshd->destination();
    moved.port = 1;
    first->setDestination(moved);
    QCOMPARE(pool.connection(moved), first);
    auto second = pool.connection(m_sshd->destination());
    QVERIFY(second != first);
    // Held by nobody, it is forgotten.
    const std::weak_ptr<PooledConnection> weak = second;
    second.reset();
    QVERIFY(weak.expired());
}

void TestPoolConnection::worksAsASingleConnection()
{
    PooledConnection connection(m_sshd->destination(), nullptr, 30s, QString());
    QSignalSpy states(&connection, &Connection::stateChanged);
    const auto opened = await(connection.open());
    QVERIFY2(opened, explain(opened));
    QTRY_COMPARE(connection.state(), SessionState::Ready);
    const auto process = connection.start(QStringLiteral("cat"));
    QSignalSpy output(process.get(), &RemoteProcess::readyOutput);
    QSignalSpy finished(process.get(), &RemoteProcess::finished);
    process->write("to and fro");
    QTRY_COMPARE(output.count(), 1);
    QCOMPARE(output.first().first().toByteArray(), "to and fro");
    process->closeInput();
    QTRY_COMPARE(finished.count(), 1);
    QCOMPARE(connection.connections(), 1);
    connection.close();
    QTRY_COMPARE(connection.state(), SessionState::Disconnected);
    const auto refused = await(connection.exec(QStringLiteral("true")));
    QVERIFY(!refused);
    QCOMPARE(refused.error().code, Error::Code::Unavailable);
}

void TestPoolConnection::givesABulkStreamAConnectionOfItsOwn()
{
    PooledConnection connection(m_sshd->destination(), nullptr, 30s, QString());
    QVERIFY(await(connection.open()));
    const QByteArray first = connectionOf(connection);
    const QString flood = QStringLiteral("echo $SSH_CONNECTION; exec cat /dev/zero");
    const auto bulk = await(connection.stream(StreamTarget::command(flood).asBulk()));
    QVERIFY2(bulk, explain(bulk));
    QVERIFY(readLine(*bulk).split(' ').value(1) != first);
    QCOMPARE(connection.connections(), 2);
    QCOMPARE(connectionOf(connection), first);
    // A second one has a core and a window of its own; the first connection stays free of both.
    const auto another = await(connection.stream(StreamTarget::command(flood).asBulk()));
    QVERIFY2(another, explain(another));
    QVERIFY(readLine(*another).split(' ').value(1) != first);
    QCOMPARE(connection.connections(), 3);
    QCOMPARE(connectionOf(connection), first);
}

void TestPoolConnection::marksAConnectionByWhatATunnelMoves()
{
    const SocketServer flood([](int socket) {
        while (sendAll(socket, QByteArray(64 * 1024, 'z'))) {
        }
    });
    PooledConnection connection(m_sshd->destination(), nullptr, 30s, QString());
    QVERIFY(await(connection.open()));
    const QByteArray first = connectionOf(connection);
    const auto tunnel = connection.tunnel(
        StreamTarget::tcp(QStringLiteral("127.0.0.1"), flood.port()));
    const auto port = await(tunnel->listen());
    QVERIFY2(port, explain(port));
    UniqueFd socket = connectTo(*port);
    QCOMPARE_GE(readSome(socket.get(), 512 * 1024), 512 * 1024);
    QCOMPARE_GE(readSome(socket.get(), 2 * 1024 * 1024), 2 * 1024 * 1024);
    // The next connection is made before anybody asks for it.
    QTRY_COMPARE(connection.connections(), 2);
    QVERIFY(connectionOf(connection) != first);
    // The mark goes with the channel.
    socket.reset();
    QTRY_COMPARE(tunnel->openConnections(), 0);
    QTRY_COMPARE(connectionOf(connection), first);
}

void TestPoolConnection::spreadsATunnelsConnections()
{
    const SocketServer server([](int socket) {
        char request = 0;
        while (::recv(socket, &request, 1, 0) == 1) {
            if (!sendAll(socket, QByteArray(request == 'b' ? 4 * 1024 * 1024 : 1, request))) {
                return;
            }
        }
    });
    PooledConnection connection(m_sshd->destination(), nullptr, 30s, QString());
    QVERIFY(await(connection.open()));
    const auto tunnel = connection.tunnel(
        StreamTarget::tcp(QStringLiteral("127.0.0.1"), server.port()));
    const auto port = await(tunnel->listen());
    QVERIFY2(port, explain(port));
    std::vector<UniqueFd> sockets;
    for (int round = 1; round <= 3; ++round) {
        sockets.push_back(connectTo(*port));
        QVERIFY(sendAll(sockets.back().get(), "b"));
        QCOMPARE_GE(readSome(sockets.back().get(), 4 * 1024 * 1024), 4 * 1024 * 1024);
        QTRY_COMPARE(connection.connections(), std::min(round + 1, 3));
    }
    QCOMPARE(tunnel->localPort(), *port);
    // Each goes on where it is, and one more goes to the one with the least.
    sockets.push_back(connectTo(*port));
    for (const UniqueFd &socket : sockets) {
        QVERIFY(sendAll(socket.get(), "s"));
        QCOMPARE(readSome(socket.get(), 1), 1);
    }
    QCOMPARE(tunnel->openConnections(), 4);
}

void TestPoolConnection::closesWhatHasNothingToDo()
{
    PooledConnection connection(m_sshd->destination(), nullptr, 300ms, QString());
    QVERIFY(await(connection.open()));
    const QByteArray first = connectionOf(connection);
    {
        const auto bulk = await(
            connection.stream(StreamTarget::command(QStringLiteral("echo up; cat")).asBulk()));
        QVERIFY2(bulk, explain(bulk));
        QCOMPARE(readLine(*bulk), "up");
        QCOMPARE(connection.connections(), 2);
    }
    QTRY_COMPARE(connection.connections(), 1);
    // And is made again.
    const auto again = await(
        connection.stream(StreamTarget::command(QStringLiteral("echo up; cat")).asBulk()));
    QVERIFY2(again, explain(again));
    QCOMPARE(readLine(*again), "up");
    QCOMPARE(connectionOf(connection), first);
}

void TestPoolConnection::leavesTheOldPlaceWithWhatIsIdle()
{
    Test::TestSshd other;
    QVERIFY2(other.start(), qPrintable(other.error()));
    const auto echo = StreamTarget::command(QStringLiteral("echo $SSH_CONNECTION; cat")).asBulk();
    PooledConnection connection(m_sshd->destination(), nullptr, 30s, QString());
    QVERIFY(await(connection.open()));
    {
        const auto bulk = await(connection.stream(echo));
        QVERIFY2(bulk, explain(bulk));
        QCOMPARE(readLine(*bulk).split(' ').value(3), QByteArray::number(m_sshd->port()));
        QCOMPARE(connection.connections(), 2);
    }
    connection.setDestination(other.destination());
    QTRY_COMPARE(connection.connections(), 1); // the first one stays until it is lost
    const auto bulk = await(connection.stream(echo));
    QVERIFY2(bulk, explain(bulk));
    QCOMPARE(readLine(*bulk).split(' ').value(3), QByteArray::number(other.port()));
}

void TestPoolConnection::beginsNothingMoreAtTheOldPlace()
{
    Test::TestSshd other;
    QVERIFY2(other.start(), qPrintable(other.error()));
    const auto echo = StreamTarget::command(QStringLiteral("echo $SSH_CONNECTION; cat")).asBulk();
    PooledConnection connection(m_sshd->destination(), nullptr, 30s, QString());
    QVERIFY(await(connection.open()));
    const auto busy = await(connection.stream(echo));
    QVERIFY2(busy, explain(busy));
    QCOMPARE(readLine(*busy).split(' ').value(3), QByteArray::number(m_sshd->port()));
    connection.setDestination(other.destination());
    // The busy one goes on and takes no more.
    for (int round = 0; round < 2; ++round) {
        const auto next = await(connection.stream(echo));
        QVERIFY2(next, explain(next));
        QCOMPARE(readLine(*next).split(' ').value(3), QByteArray::number(other.port()));
    }
    QVERIFY(sendAll(busy->descriptor->get(), "still\n"));
    QCOMPARE(readLine(*busy), "still");
    // Without work it closes, and its successor goes where the others are.
    busy->descriptor->reset();
    QTRY_VERIFY(busy->end.isFinished());
    QTRY_COMPARE(connection.connections(), 2);
}

void TestPoolConnection::leavesWhatConnectsWhileTheServerMoves()
{
    Test::TestSshd other;
    QVERIFY2(other.start(), qPrintable(other.error()));
    const auto echo = StreamTarget::command(QStringLiteral("echo $SSH_CONNECTION; cat")).asBulk();
    for (int round = 0; round < 10; ++round) {
        PooledConnection connection(m_sshd->destination(), nullptr, 30s, QString());
        QVERIFY(await(connection.open()));
        const auto moving = connection.stream(echo);
        QTest::qSleep(round / 2); // the connection for it has begun, or has not
        connection.setDestination(other.destination());
        const auto wherever = await(moving);
        QVERIFY2(wherever, explain(wherever));
        const auto next = await(connection.stream(echo));
        QVERIFY2(next, explain(next));
        QCOMPARE(readLine(*next).split(' ').value(3), QByteArray::number(other.port()));
    }
}

void TestPoolConnection::doubtsALearntLimitAfterAWhile()
{
    std::atomic<bool> isReady = false;
    const auto dispatcher = std::make_shared<Dispatcher>(
        m_sshd->destination(), 30s, [&isReady](SessionState state, const Error &) {
            isReady = state == SessionState::Ready;
        });
    QVERIFY(dispatcher->post([](SessionThread &thread) { thread.open({}); }));
    QTRY_VERIFY(isReady);
    dispatcher->sessionsLimited(1);
    const ChannelSpec session;
    std::vector<Placement> places;
    for (int number = 0; number < Dispatcher::width; ++number) {
        places.push_back(dispatcher->place(session));
        QVERIFY(places.back().ticket);
        QCOMPARE(places.back().member, number);
    }
    QVERIFY(!dispatcher->place(session).ticket);
    dispatcher->sessionsLimited(2); // teaches nothing new
    QVERIFY(!dispatcher->place(session).ticket);
    QTRY_VERIFY_WITH_TIMEOUT(dispatcher->place(session).ticket, 15'000);
    places.clear();
    dispatcher->shutDown();
}

void TestPoolConnection::comesBackWithAllItsParts()
{
    const SocketServer server(&SocketServer::echo);
    PooledConnection connection(m_sshd->destination(), nullptr, 30s, QString());
    connection.setReconnecting(true);
    QVERIFY(await(connection.open()));
    const auto tunnel = connection.tunnel(
        StreamTarget::tcp(QStringLiteral("127.0.0.1"), server.port()));
    const auto port = await(tunnel->listen());
    QVERIFY2(port, explain(port));
    const StreamTarget cat = StreamTarget::command(QStringLiteral("cat")).asBulk();
    const auto bulk = await(connection.stream(cat));
    QVERIFY2(bulk, explain(bulk));
    QSignalSpy states(&connection, &Connection::stateChanged);
    m_sshd->killConnections();
    const auto end = await(bulk->end);
    QVERIFY(!end);
    QCOMPARE(end.error().code, Error::Code::ConnectionLost);
    // Asked for while everything is away.
    const auto waiting = connection.stream(cat);
    const auto command = connection.exec(QStringLiteral("echo here"));
    auto echo = std::async(std::launch::async, [&] {
        const UniqueFd socket = connectTo(*port);
        if (sendAll(socket.get(), "again")) {
            ::shutdown(socket.get(), SHUT_WR);
        }
        return receiveAll(socket.get());
    });
    const auto stream = await(waiting);
    QVERIFY2(stream, explain(stream));
    const auto result = await(command);
    QVERIFY2(result, explain(result));
    QCOMPARE(result->out, "here\n");
    QTRY_VERIFY(echo.wait_for(0s) == std::future_status::ready);
    QCOMPARE(echo.get(), "again");
    QCOMPARE(tunnel->localPort(), *port);
    QTRY_COMPARE(connection.state(), SessionState::Ready);
}

void TestPoolConnection::servesAloneWhereNoSecondLoginIsLetIn()
{
    PooledConnection connection(m_sshd->destination(), nullptr, 30s, QString());
    QVERIFY(await(connection.open()));
    const QByteArray first = connectionOf(connection);
    QVERIFY(QFile::remove(m_sshd->path(QStringLiteral("authorized_keys"))));
    const auto bulk = await(
        connection.stream(StreamTarget::command(QStringLiteral("echo $SSH_CONNECTION")).asBulk()));
    QVERIFY2(bulk, explain(bulk));
    QCOMPARE(readLine(*bulk).split(' ').value(1), first);
    QCOMPARE(connection.connections(), 1);
    QCOMPARE(connection.state(), SessionState::Ready);
}

void TestPoolConnection::endsWhileChannelsAreOnTheirWay()
{
    auto connection = std::make_unique<PooledConnection>(
        m_sshd->destination(), nullptr, 30s, QString());
    QVERIFY(await(connection->open()));
    std::vector<QFuture<Result<Stream>>> streams;
    std::vector<QFuture<Result<ExecResult>>> commands;
    for (int number = 0; number < 20; ++number) {
        const auto cat = StreamTarget::command(QStringLiteral("cat"));
        streams.push_back(connection->stream(number % 2 == 0 ? cat.asBulk() : cat));
        commands.push_back(connection->exec(QStringLiteral("sleep 30")));
    }
    connection.reset();
    for (const auto &stream : streams) {
        QVERIFY(stream.isFinished());
    }
    for (const auto &command : commands) {
        QVERIFY(command.isFinished());
        QVERIFY(!command.result());
    }
}

QTEST_GUILESS_MAIN(TestPoolConnection)
#include "tst_poolconnection.moc"
