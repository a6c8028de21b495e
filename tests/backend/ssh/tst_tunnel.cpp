// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/ssh/exchange.h"
#include "backend/ssh/session.h"
#include "backend/ssh/tunnel.h"
#include "tests/backend/ssh/await.h"
#include "tests/backend/ssh/sockets.h"
#include "tests/support/testsshd.h"

#include <QElapsedTimer>
#include <QFile>
#include <QRandomGenerator>
#include <QSignalSpy>
#include <QTest>

#include <sys/socket.h>

#include <future>
#include <numeric>

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

constexpr qsizetype mebibyte = 1024 * 1024;

QByteArray randomData(qsizetype size, quint32 seed)
{
    QByteArray data(size, Qt::Uninitialized);
    QRandomGenerator generator(seed);
    std::ranges::generate(data, [&] { return static_cast<char>(generator.generate()); });
    return data;
}

/** Sends @p data while it receives, ends its own direction, and gives what came back. */
QByteArray roundTrip(quint16 port, const QByteArray &data)
{
    const UniqueFd socket = connectTo(port);
    std::thread sender([&] {
        if (sendAll(socket.get(), data)) {
            ::shutdown(socket.get(), SHUT_WR);
        }
    });
    QByteArray received = receiveAll(socket.get());
    sender.join();
    return received;
}

/** Runs @p work in a thread while the test's event loop goes on. */
template<typename Function>
auto inThread(Function work)
{
    auto future = std::async(std::launch::async, std::move(work));
    if (!QTest::qWaitFor([&] { return future.wait_for(0s) == std::future_status::ready; },
                         60'000)) {
        qFatal("A test's thread hangs.");
    }
    return future.get();
}

qint64 residentMemory()
{
    QFile file(QStringLiteral("/proc/self/statm"));
    return file.open(QIODevice::ReadOnly) ? file.readAll().split(' ').value(1).toLongLong() * 4096
                                          : -1;
}

} // namespace

/** Tunnels through a real sshd to real servers. */
class TestTunnel final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void cleanup();

    void carriesAnExchangeWithASocket();
    void timesOutAnExchange();
    void refusesAnExchangeWithNobody();
    void carriesManyConnectionsAtOnce_data();
    void carriesManyConnectionsAtOnce();
    void passesTheClientsEndAndKeepsTheAnswer();
    void passesTheServersEndAndKeepsTheRequest();
    void deliversTheLastAnswerOfAServerThatCloses();
    void holdsBackAServerWhoseClientIsSlow();
    void holdsBackAClientWhoseServerIsSlow();
    void keepsOthersQuickWhileOneIsStuck();
    void refusesOneConnectionAndGoesOn();
    void namesAPortThatIsTaken();
    void listensOnlyOnce();
    void freesItsPortWhenDestroyed();
    void closesItsConnectionsWhenDestroyed();

private:
    Test::TestSshd m_sshd;
    std::unique_ptr<Session> m_session;
};

void TestTunnel::initTestCase()
{
    QVERIFY2(m_sshd.start(), qPrintable(m_sshd.error()));
    m_session = std::make_unique<Session>(m_sshd.destination());
    const auto opened = await(m_session->open());
    QVERIFY2(opened, explain(opened));
}

void TestTunnel::cleanup()
{
    QCOMPARE(m_session->state(), SessionState::Ready);
}

void TestTunnel::carriesAnExchangeWithASocket()
{
    const QString path = m_sshd.path(QStringLiteral("exchange"));
    const SocketServer server(path, [](int socket) {
        // Answers when the request is whole, as an HTTP server does; it must not see an end of
        // file.
        QByteArray request(5, '\0');
        if (::recv(socket, request.data(), 5, MSG_WAITALL) == 5
            && ::recv(socket, request.data(), 1, MSG_DONTWAIT) < 0) {
            static_cast<void>(sendAll(socket, "answer to " + request));
        }
    });
    const auto answer = await(exchange(m_session.get(), path, "hello"));
    QVERIFY2(answer, explain(answer));
    QCOMPARE(*answer, "answer to hello");
}

void TestTunnel::timesOutAnExchange()
{
    const QString path = m_sshd.path(QStringLiteral("silent"));
    const SocketServer server(path, [](int socket) { static_cast<void>(receiveAll(socket)); });
    const auto answer = await(exchange(m_session.get(), path, "hello", 200ms));
    QVERIFY(!answer);
    QCOMPARE(answer.error().code, Error::Code::TimedOut);
    QVERIFY(answer.error().message.contains(path));
}

void TestTunnel::refusesAnExchangeWithNobody()
{
    const QString path = m_sshd.path(QStringLiteral("nobody"));
    const auto answer = await(exchange(m_session.get(), path, "hello"));
    QVERIFY(!answer);
    QCOMPARE(answer.error().code, Error::Code::ForwardingRefused);
    QVERIFY(answer.error().message.contains(path));
}

void TestTunnel::carriesManyConnectionsAtOnce_data()
{
    QTest::addColumn<bool>("overTcp");
    QTest::newRow("socket") << false;
    QTest::newRow("port") << true;
}

void TestTunnel::carriesManyConnectionsAtOnce()
{
    QFETCH(const bool, overTcp);
    const QString path = m_sshd.path(QStringLiteral("echo"));
    const auto server = overTcp ? std::make_unique<SocketServer>(&SocketServer::echo)
                                : std::make_unique<SocketServer>(path, &SocketServer::echo);
    const auto tunnel = overTcp ? m_session->tunnel(StreamTarget::tcp(QStringLiteral("127.0.0.1"),
                                                                      server->port()))
                                : m_session->tunnel(StreamTarget::socket(path));
    const auto port = await(tunnel->listen());
    QVERIFY2(port, explain(port));
    QVERIFY(*port != 0);
    QCOMPARE(tunnel->localPort(), *port);

    constexpr int connections = 64;
    std::atomic<int> equal = 0;
    inThread([&] {
        std::vector<std::thread> clients;
        for (quint32 number = 0; number < connections; ++number) {
            clients.emplace_back([&, number] {
                const QByteArray data = randomData(mebibyte / 2, number);
                equal += roundTrip(*port, data) == data ? 1 : 0;
            });
        }
        for (std::thread &client : clients) {
            client.join();
        }
        return 0;
    });
    QCOMPARE(equal.load(), connections);
    QCOMPARE(server->accepted(), connections);
    QTRY_COMPARE(tunnel->openConnections(), 0);
}

void TestTunnel::passesTheClientsEndAndKeepsTheAnswer()
{
    // The server answers only after the end of the request: the client's half is closed, the other
    // open.
    const SocketServer server([](int socket) {
        const QByteArray request = receiveAll(socket);
        static_cast<void>(sendAll(socket, QByteArray::number(request.size())));
    });
    const auto tunnel = m_session->tunnel(
        StreamTarget::tcp(QStringLiteral("127.0.0.1"), server.port()));
    const auto port = await(tunnel->listen());
    QVERIFY2(port, explain(port));
    QCOMPARE(inThread([&] { return roundTrip(*port, randomData(3 * mebibyte, 1)); }),
             QByteArray::number(3 * mebibyte));
}

void TestTunnel::passesTheServersEndAndKeepsTheRequest()
{
    std::promise<QByteArray> request;
    const SocketServer server([&](int socket) {
        static_cast<void>(sendAll(socket, "greeting"));
        ::shutdown(socket, SHUT_WR);
        request.set_value(receiveAll(socket));
    });
    const auto tunnel = m_session->tunnel(
        StreamTarget::tcp(QStringLiteral("127.0.0.1"), server.port()));
    const auto port = await(tunnel->listen());
    QVERIFY2(port, explain(port));
    const QByteArray data = randomData(2 * mebibyte, 2);
    const QByteArray greeting = inThread([&] {
        const UniqueFd socket = connectTo(*port);
        QByteArray received = receiveAll(socket.get());
        static_cast<void>(sendAll(socket.get(), data));
        return received;
    });
    QCOMPARE(greeting, "greeting");
    QVERIFY(inThread([&] { return request.get_future().get(); }) == data);
    QTRY_COMPARE(tunnel->openConnections(), 0);
}

void TestTunnel::deliversTheLastAnswerOfAServerThatCloses()
{
    // Closes both ways while the client may still send; what was said before must arrive.
    const QByteArray answer = randomData(mebibyte, 3);
    const SocketServer server([&](int socket) {
        char request = 0;
        if (::recv(socket, &request, 1, 0) == 1) {
            static_cast<void>(sendAll(socket, answer));
        }
    });
    const auto tunnel = m_session->tunnel(
        StreamTarget::tcp(QStringLiteral("127.0.0.1"), server.port()));
    const auto port = await(tunnel->listen());
    QVERIFY2(port, explain(port));
    const QByteArray received = inThread([&] {
        const UniqueFd socket = connectTo(*port);
        static_cast<void>(sendAll(socket.get(), "x"));
        return receiveAll(socket.get());
    });
    QVERIFY(received == answer);
    QTRY_COMPARE(tunnel->openConnections(), 0);
}

void TestTunnel::holdsBackAServerWhoseClientIsSlow()
{
    constexpr qsizetype total = 256 * mebibyte;
    std::atomic<qsizetype> sent = 0;
    const SocketServer server([&](int socket) {
        const QByteArray block(256 * 1024, 'x');
        while (sent < total && sendAll(socket, block)) {
            sent += block.size();
        }
    });
    const auto tunnel = m_session->tunnel(
        StreamTarget::tcp(QStringLiteral("127.0.0.1"), server.port()));
    const auto port = await(tunnel->listen());
    QVERIFY2(port, explain(port));
    const qint64 memory = residentMemory();
    const UniqueFd socket = connectTo(*port, 64 * 1024);
    QVERIFY(socket.isValid());
    QTRY_VERIFY(sent > 0);
    // Until the server has come to a stand.
    qsizetype last = -1;
    // Not QTRY_VERIFY, which would look once more after it has succeeded.
    QVERIFY(QTest::qWaitFor(
        [&] {
            QTest::qSleep(300);
            return std::exchange(last, sent.load()) == sent.load();
        },
        20'000));
    QCOMPARE_LT(sent.load(), 24 * mebibyte); // the kernel's buffers on the way are most of it
    QCOMPARE_LT(residentMemory() - memory, 8 * mebibyte);
    // It goes on as soon as the client does.
    const QByteArray received = inThread([&] { return receiveAll(socket.get()); });
    QCOMPARE(received.size(), total);
}

void TestTunnel::holdsBackAClientWhoseServerIsSlow()
{
    std::promise<void> go;
    std::atomic<qsizetype> received = 0;
    const SocketServer server([&](int socket) {
        go.get_future().wait();
        received = receiveAll(socket).size();
    });
    const auto tunnel = m_session->tunnel(
        StreamTarget::tcp(QStringLiteral("127.0.0.1"), server.port()));
    const auto port = await(tunnel->listen());
    QVERIFY2(port, explain(port));
    const qint64 memory = residentMemory();
    constexpr qsizetype total = 64 * mebibyte;
    std::atomic<qsizetype> sent = 0;
    std::thread client([&] {
        const UniqueFd socket = connectTo(*port);
        const QByteArray block(256 * 1024, 'y');
        while (sent < total && sendAll(socket.get(), block)) {
            sent += block.size();
        }
    });
    QTRY_VERIFY(sent > 0);
    qsizetype last = -1;
    const bool stands = QTest::qWaitFor(
        [&] {
            QTest::qSleep(300);
            return std::exchange(last, sent.load()) == sent.load();
        },
        20'000);
    const qsizetype held = sent;
    const qint64 grown = residentMemory() - memory;
    go.set_value();
    client.join();
    QVERIFY(stands);
    QCOMPARE_LT(held, 24 * mebibyte);
    QCOMPARE_LT(grown, 8 * mebibyte);
    QTRY_COMPARE_WITH_TIMEOUT(received.load(), total, 20'000);
}

void TestTunnel::keepsOthersQuickWhileOneIsStuck()
{
    const SocketServer flood([](int socket) {
        while (sendAll(socket, QByteArray(64 * 1024, 'z'))) {
        }
    });
    const SocketServer echo(&SocketServer::echo);
    const auto stuck = m_session->tunnel(
        StreamTarget::tcp(QStringLiteral("127.0.0.1"), flood.port()));
    const auto lively = m_session->tunnel(
        StreamTarget::tcp(QStringLiteral("127.0.0.1"), echo.port()));
    const auto stuckPort = await(stuck->listen());
    const auto livelyPort = await(lively->listen());
    QVERIFY(stuckPort && livelyPort);
    const UniqueFd socket = connectTo(*stuckPort);
    QTRY_COMPARE(stuck->openConnections(), 1);
    const QByteArray data = randomData(2 * mebibyte, 4);
    QVERIFY(inThread([&] { return roundTrip(*livelyPort, data); }) == data);
}

void TestTunnel::refusesOneConnectionAndGoesOn()
{
    const QString path = m_sshd.path(QStringLiteral("late"));
    const auto tunnel = m_session->tunnel(StreamTarget::socket(path));
    QSignalSpy refused(tunnel.get(), &Tunnel::connectionRefused);
    const auto port = await(tunnel->listen());
    QVERIFY2(port, explain(port));
    QVERIFY(inThread([&] { return roundTrip(*port, "anybody?"); }).isEmpty());
    QTRY_COMPARE(refused.count(), 1);
    const auto error = refused.first().first().value<Error>();
    QCOMPARE(error.code, Error::Code::ForwardingRefused);
    QVERIFY(error.message.contains(path));
    // As soon as somebody answers there, the same port serves.
    const SocketServer server(path, &SocketServer::echo);
    QCOMPARE(inThread([&] { return roundTrip(*port, "somebody"); }), "somebody");
    QCOMPARE(refused.count(), 1);
}

void TestTunnel::namesAPortThatIsTaken()
{
    const SocketServer other(&SocketServer::echo);
    const auto tunnel = m_session->tunnel(StreamTarget::tcp(QStringLiteral("127.0.0.1"), 1));
    const auto port = await(tunnel->listen(other.port()));
    QVERIFY(!port);
    QCOMPARE(port.error().code, Error::Code::PortTaken);
    QVERIFY(port.error().message.contains(QString::number(other.port())));
    QCOMPARE(tunnel->localPort(), quint16{0});
    // Another attempt may take another port.
    QVERIFY(await(tunnel->listen()));
}

void TestTunnel::listensOnlyOnce()
{
    const auto tunnel = m_session->tunnel(StreamTarget::tcp(QStringLiteral("127.0.0.1"), 1));
    const auto first = await(tunnel->listen());
    QVERIFY2(first, explain(first));
    QCOMPARE(await(tunnel->listen()).value(), *first);
    QCOMPARE(await(tunnel->listen(*first)).value(), *first);
    const auto other = await(tunnel->listen(static_cast<quint16>(*first - 1)));
    QVERIFY(!other);
    QCOMPARE(other.error().code, Error::Code::Conflict);
}

void TestTunnel::freesItsPortWhenDestroyed()
{
    auto tunnel = m_session->tunnel(StreamTarget::tcp(QStringLiteral("127.0.0.1"), 1));
    const auto port = await(tunnel->listen());
    QVERIFY2(port, explain(port));
    QVERIFY(connectTo(*port).isValid());
    tunnel.reset();
    QTRY_VERIFY(!connectTo(*port).isValid());
}

void TestTunnel::closesItsConnectionsWhenDestroyed()
{
    const SocketServer server(&SocketServer::echo);
    auto tunnel = m_session->tunnel(StreamTarget::tcp(QStringLiteral("127.0.0.1"), server.port()));
    const auto port = await(tunnel->listen());
    QVERIFY2(port, explain(port));
    const UniqueFd socket = connectTo(*port);
    QVERIFY(sendAll(socket.get(), "x"));
    QTRY_COMPARE(server.accepted(), 1);
    tunnel.reset();
    bool wasReset = false;
    inThread([&] { return receiveAll(socket.get(), &wasReset); });
    QVERIFY(wasReset);
}

QTEST_GUILESS_MAIN(TestTunnel)
#include "tst_tunnel.moc"
