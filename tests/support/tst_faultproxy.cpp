// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/backend/ssh/sockets.h"
#include "tests/support/faultproxy.h"

#include <QElapsedTimer>
#include <QTest>

#include <netinet/in.h>
#include <sys/socket.h>

#include <limits>
#include <thread>

using namespace Atelier;
using namespace std::chrono_literals;
using Test::connectTo;
using Test::FaultProxy;
using Test::receiveAll;
using Test::sendAll;
using Direction = FaultProxy::Direction;
using Fault = FaultProxy::Fault;

namespace {

/** What is there within @p wait; the test's own thread blocks. */
QByteArray receiveFor(int socket, std::chrono::milliseconds wait)
{
    timeval limit{.tv_sec = wait.count() / 1000, .tv_usec = (wait.count() % 1000) * 1000};
    ::setsockopt(socket, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof limit);
    QByteArray data(65536, Qt::Uninitialized);
    const auto count = ::recv(socket, data.data(), static_cast<std::size_t>(data.size()), 0);
    data.resize(std::max<qsizetype>(count, 0));
    limit = {};
    ::setsockopt(socket, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof limit);
    return data;
}

/** Sends @p data and says what came back until the end. */
QByteArray roundTrip(int socket, const QByteArray &data, bool *wasReset = nullptr)
{
    std::thread sender([&] {
        if (sendAll(socket, data)) {
            ::shutdown(socket, SHUT_WR);
        }
    });
    QByteArray received = receiveAll(socket, wasReset);
    sender.join();
    return received;
}

QByteArray pattern(qsizetype size)
{
    QByteArray data(size, Qt::Uninitialized);
    quint32 state = 1;
    for (char &byte : data) {
        state = (state * 1664525) + 1013904223;
        byte = static_cast<char>(state >> 24U);
    }
    return data;
}

} // namespace

/** The bad network itself, before an echo. */
class TestFaultProxy final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        m_server = std::make_unique<Test::SocketServer>(Test::SocketServer::echo);
        m_proxy = std::make_unique<FaultProxy>(m_server->port());
        QVERIFY(m_proxy->isListening());
    }
    void cleanup()
    {
        m_proxy.reset();
        m_server.reset();
    }

    void passesOnWhatComes()
    {
        const QByteArray data = pattern(5'000'000);
        const UniqueFd socket = connectTo(m_proxy->port());
        QVERIFY(roundTrip(socket.get(), data) == data);
        QCOMPARE(m_proxy->connections(), 1);
        QTRY_COMPARE(m_proxy->openConnections(), 0);
        QCOMPARE(m_proxy->bytes(Direction::Up), data.size());
        QCOMPARE(m_proxy->bytes(Direction::Down, 1), data.size());
    }

    void delaysEachWay()
    {
        m_proxy->setDelay(20ms);
        const UniqueFd socket = connectTo(m_proxy->port());
        QElapsedTimer watch;
        watch.start();
        QVERIFY(sendAll(socket.get(), "a"));
        QCOMPARE(receiveFor(socket.get(), 5s), QByteArray("a"));
        QCOMPARE_GE(watch.elapsed(), 79); // one round trip to connect, one to ask
        qint64 best = std::numeric_limits<qint64>::max();
        for (int count = 0; count < 10; ++count) {
            watch.start();
            QVERIFY(sendAll(socket.get(), "b"));
            QCOMPARE(receiveFor(socket.get(), 5s), QByteArray("b"));
            QCOMPARE_GE(watch.nsecsElapsed(), 40'000'000);
            best = std::min(best, watch.nsecsElapsed());
        }
        qInfo("a round trip of 40 ms took %.2f ms at best", static_cast<double>(best) / 1e6);
    }

    void delaysWithoutLimitingTheRate()
    {
        m_proxy->setDelay(100ms);
        const QByteArray data = pattern(50'000'000);
        const UniqueFd socket = connectTo(m_proxy->port());
        QElapsedTimer watch;
        watch.start();
        QVERIFY(roundTrip(socket.get(), data) == data);
        qInfo("50 MB there and back at 200 ms took %lld ms", watch.elapsed());
        QCOMPARE_GE(watch.elapsed(), 400);
        QCOMPARE_LT(watch.elapsed(), 8'000);
    }

    void throttles()
    {
        m_proxy->setThrottle(Direction::Down, 200'000);
        const QByteArray data = pattern(100'000);
        const UniqueFd socket = connectTo(m_proxy->port());
        QElapsedTimer watch;
        watch.start();
        QVERIFY(roundTrip(socket.get(), data) == data);
        QCOMPARE_GE(watch.elapsed(), 450);
        QCOMPARE_LT(watch.elapsed(), 3'000);
    }

    void cutsAfterAByte_data()
    {
        QTest::addColumn<bool>("hard");
        QTest::addColumn<qint64>("at");
        QTest::newRow("reset") << true << qint64{100'000};
        QTest::newRow("end") << false << qint64{100'000};
        QTest::newRow("reset at once") << true << qint64{0};
        QTest::newRow("end at once") << false << qint64{0};
    }
    void cutsAfterAByte()
    {
        QFETCH(const bool, hard);
        QFETCH(const qint64, at);
        m_proxy->inject(hard ? Fault::Reset : Fault::End, Direction::Up, at, 2);
        const QByteArray data = pattern(300'000);
        const UniqueFd first = connectTo(m_proxy->port());
        QVERIFY(roundTrip(first.get(), data) == data);
        const UniqueFd second = connectTo(m_proxy->port());
        bool wasReset = false;
        const QByteArray received = roundTrip(second.get(), data, &wasReset);
        QCOMPARE(wasReset, hard);
        QVERIFY(data.startsWith(received));
        QCOMPARE(m_proxy->bytes(Direction::Up, 2), at);
        QCOMPARE(m_proxy->faultsHappened(), 1);
    }

    void flipsOneBit()
    {
        m_proxy->inject(Fault::Flip, Direction::Down, 4321);
        QByteArray data = pattern(100'000);
        const UniqueFd socket = connectTo(m_proxy->port());
        const QByteArray received = roundTrip(socket.get(), data);
        data[4321] = static_cast<char>(data[4321] ^ 0x10);
        QVERIFY(received == data);
    }

    void stallsAndGoesOn()
    {
        m_proxy->inject(Fault::Stall, Direction::Down, 3);
        const UniqueFd socket = connectTo(m_proxy->port());
        QVERIFY(sendAll(socket.get(), "hello"));
        QCOMPARE(receiveFor(socket.get(), 5s), QByteArray("hel"));
        QCOMPARE(receiveFor(socket.get(), 200ms), QByteArray());
        m_proxy->release();
        QCOMPARE(receiveFor(socket.get(), 5s), QByteArray("lo"));
        m_proxy->stall(Direction::Up);
        QVERIFY(sendAll(socket.get(), "again"));
        QCOMPARE(receiveFor(socket.get(), 200ms), QByteArray());
        m_proxy->release();
        QCOMPARE(receiveFor(socket.get(), 5s), QByteArray("again"));
    }

    void refusesAndListensAgain()
    {
        m_proxy->setRefusing(true);
        QVERIFY(!connectTo(m_proxy->port()).isValid());
        m_proxy->setRefusing(false);
        const UniqueFd socket = connectTo(m_proxy->port());
        QVERIFY(socket.isValid());
        QCOMPARE(roundTrip(socket.get(), "x"), QByteArray("x"));
    }

    void acceptsAndKeepsSilent()
    {
        m_proxy->setSilent(true);
        const UniqueFd socket = connectTo(m_proxy->port());
        QVERIFY(sendAll(socket.get(), "hello"));
        QCOMPARE(receiveFor(socket.get(), 200ms), QByteArray());
        QCOMPARE(m_server->accepted(), 0);
    }

    void isAwayAndComesBack()
    {
        const UniqueFd before = connectTo(m_proxy->port());
        QVERIFY(sendAll(before.get(), "one"));
        QCOMPARE(receiveFor(before.get(), 5s), QByteArray("one"));
        m_proxy->setAway(true);
        QVERIFY(sendAll(before.get(), "two"));
        const UniqueFd meanwhile(::socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0));
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_port = htons(m_proxy->port());
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        QVERIFY(::connect(meanwhile.get(), reinterpret_cast<sockaddr *>(&address), sizeof address)
                != 0);
        QCOMPARE(receiveFor(before.get(), 200ms), QByteArray());
        QVERIFY(!QTest::qWaitFor([&] { return ::send(meanwhile.get(), "x", 1, MSG_NOSIGNAL) == 1; },
                                 200));
        m_proxy->setAway(false);
        QCOMPARE(receiveFor(before.get(), 5s), QByteArray("two"));
        // TCP tries again a second after the first time.
        QTRY_COMPARE(::send(meanwhile.get(), "x", 1, MSG_NOSIGNAL), ssize_t{1});
        QTRY_COMPARE(m_server->accepted(), 2);
        QCOMPARE(m_proxy->connections(), 2);
    }

private:
    std::unique_ptr<Test::SocketServer> m_server;
    std::unique_ptr<FaultProxy> m_proxy;
};

QTEST_GUILESS_MAIN(TestFaultProxy)
#include "tst_faultproxy.moc"
