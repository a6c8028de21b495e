// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/ssh/pool/pooledconnection.h"
#include "backend/ssh/tunnel.h"
#include "tests/backend/ssh/await.h"
#include "tests/backend/ssh/giver.h"
#include "tests/backend/ssh/sockets.h"
#include "tests/support/faultproxy.h"
#include "tests/support/testsshd.h"

#include <QDir>
#include <QElapsedTimer>
#include <QFile>
#include <QTest>

#include <sys/socket.h>

#include <array>
#include <future>

using namespace Atelier;
using namespace Atelier::Ssh;
using namespace std::chrono_literals;
using Test::await;
using Test::connectTo;
using Test::explain;
using Test::Giver;
using Test::receiveAll;
using Test::sendAll;
using Test::SocketServer;

namespace {

constexpr qint64 mebibyte = 1024 * 1024;

qint64 residentMemory()
{
    QFile file(QStringLiteral("/proc/self/statm"));
    return file.open(QIODevice::ReadOnly) ? file.readAll().split(' ').value(1).toLongLong() * 4096
                                          : -1;
}

qsizetype descriptors()
{
    return QDir(QStringLiteral("/proc/self/fd"))
        .entryList(QDir::NoDotAndDotDot | QDir::System | QDir::Files)
        .size();
}

/** Asks a Giver for @p size bytes. */
bool gets(quint16 port, qint64 size)
{
    const UniqueFd socket = connectTo(port);
    if (!socket.isValid() || !sendAll(socket.get(), QByteArray::number(size))) {
        return false;
    }
    ::shutdown(socket.get(), SHUT_WR);
    return receiveAll(socket.get()).size() == size;
}

template<typename Function>
auto inThread(Function work, int timeout = 120'000)
{
    auto future = std::async(std::launch::async, std::move(work));
    if (!QTest::qWaitFor([&] { return future.wait_for(0s) == std::future_status::ready; },
                         timeout)) {
        qFatal("A test's thread hangs.");
    }
    return future.get();
}

} // namespace

/** Many connections through a tunnel, and what is left of them: nothing. */
class TestTunnelLoad final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void carriesTwoHundredAtOnce();
    void opensAndClosesFiveHundred();
    void leaksNothingInAThousandRounds();
    void isFastFromFarAway_data();
    void isFastFromFarAway();
    void soaks();

private:
    Test::TestSshd m_sshd;
    std::unique_ptr<PooledConnection> m_connection;
};

void TestTunnelLoad::initTestCase()
{
    QVERIFY2(m_sshd.start(), qPrintable(m_sshd.error()));
    m_connection = std::make_unique<PooledConnection>(m_sshd.destination());
    m_connection->setReconnecting(true);
    const auto opened = await(m_connection->open());
    QVERIFY2(opened, explain(opened));
}

void TestTunnelLoad::carriesTwoHundredAtOnce()
{
    constexpr int count = 200;
    const SocketServer server(&SocketServer::echo);
    const auto tunnel = m_connection->tunnel(
        StreamTarget::tcp(QStringLiteral("127.0.0.1"), server.port()));
    const auto port = await(tunnel->listen());
    QVERIFY2(port, explain(port));
    std::vector<UniqueFd> sockets;
    for (int number = 0; number < count; ++number) {
        sockets.push_back(connectTo(*port));
        QVERIFY(sockets.back().isValid());
    }
    // All of them are open at a time, and each hears its own.
    const int equal = inThread([&] {
        int found = 0;
        for (int number = 0; number < count; ++number) {
            const QByteArray data(16 * 1024, static_cast<char>(number));
            if (!sendAll(sockets.at(static_cast<std::size_t>(number)).get(), data)) {
                return -1;
            }
        }
        for (int number = 0; number < count; ++number) {
            QByteArray data(16 * 1024, '\0');
            const ssize_t got = ::recv(sockets.at(static_cast<std::size_t>(number)).get(),
                                       data.data(),
                                       data.size(),
                                       MSG_WAITALL);
            found += got == data.size() && data == QByteArray(16 * 1024, static_cast<char>(number))
                         ? 1
                         : 0;
        }
        return found;
    });
    QCOMPARE(equal, count);
    QCOMPARE(tunnel->openConnections(), count);
    sockets.clear();
    QTRY_COMPARE_WITH_TIMEOUT(tunnel->openConnections(), 0, 20'000);
}

void TestTunnelLoad::opensAndClosesFiveHundred()
{
    const Giver server;
    const auto tunnel = m_connection->tunnel(
        StreamTarget::tcp(QStringLiteral("127.0.0.1"), server.port()));
    const auto port = await(tunnel->listen());
    QVERIFY2(port, explain(port));
    const int equal = inThread([&] {
        int found = 0;
        for (int number = 0; number < 500; ++number) {
            found += gets(*port, number + 1) ? 1 : 0;
        }
        return found;
    });
    QCOMPARE(equal, 500);
    QTRY_COMPARE(tunnel->openConnections(), 0);
}

void TestTunnelLoad::leaksNothingInAThousandRounds()
{
    const Giver server;
    const auto tunnel = m_connection->tunnel(
        StreamTarget::tcp(QStringLiteral("127.0.0.1"), server.port()));
    const auto port = await(tunnel->listen());
    QVERIFY2(port, explain(port));
    const auto rounds = [&](int count) {
        return inThread([&, count] {
            int found = 0;
            for (int number = 0; number < count; ++number) {
                found += gets(*port, 100) ? 1 : 0;
            }
            return found;
        });
    };
    QCOMPARE(rounds(200), 200); // what is taken once
    QTRY_COMPARE(tunnel->openConnections(), 0);
    const qint64 memory = residentMemory();
    const qsizetype open = descriptors();
    QCOMPARE(rounds(1000), 1000);
    QTRY_COMPARE(tunnel->openConnections(), 0);
    QTRY_COMPARE_LE(descriptors(), open);
    qInfo("1,000 rounds: %lld KiB more",
          static_cast<long long>((residentMemory() - memory) / 1024));
    QCOMPARE_LT(residentMemory() - memory, 2 * mebibyte);
}

void TestTunnelLoad::isFastFromFarAway_data()
{
    QTest::addColumn<QString>("line");
    QTest::newRow("plainly") << QStringLiteral("RekeyLimit default");
    QTest::newRow("with new keys on the way") << QStringLiteral("RekeyLimit 16M");
}

void TestTunnelLoad::isFastFromFarAway()
{
    // A window of 2 MiB over 40 ms would be 50 MiB/s.
    QFETCH(const QString, line);
    Test::TestSshd sshd({line});
    QVERIFY2(sshd.start(), qPrintable(sshd.error()));
    Test::FaultProxy proxy(sshd.port());
    proxy.setDelay(20ms);
    Destination destination = sshd.destination();
    destination.port = proxy.port();
    PooledConnection connection(destination);
    const auto opened = await(connection.open());
    QVERIFY2(opened, explain(opened));
    const Giver server;
    const auto tunnel = connection.tunnel(
        StreamTarget::tcp(QStringLiteral("127.0.0.1"), server.port()));
    const auto port = await(tunnel->listen());
    QVERIFY2(port, explain(port));
    QElapsedTimer timer;
    timer.start();
    constexpr qint64 size = 64 * mebibyte;
    QVERIFY(inThread([&] { return gets(*port, size); }));
    qInfo("%.0f MiB/s at 40 ms", 64'000.0 / static_cast<double>(timer.elapsed()));
    QCOMPARE(connection.state(), SessionState::Ready);
}

void TestTunnelLoad::soaks()
{
    const int seconds = qEnvironmentVariableIntValue("ATELIER_SOAK_SECONDS");
    if (seconds == 0) {
        QSKIP("Set ATELIER_SOAK_SECONDS to let it run so long.");
    }
    const Giver server;
    const auto tunnel = m_connection->tunnel(
        StreamTarget::tcp(QStringLiteral("127.0.0.1"), server.port()));
    const auto port = await(tunnel->listen());
    QVERIFY2(port, explain(port));
    std::atomic<bool> stop = false;
    std::atomic<qint64> rounds = 0;
    std::atomic<qint64> failures = 0;
    std::vector<std::thread> clients;
    for (int number = 0; number < 4; ++number) {
        clients.emplace_back([&, number] {
            // One of them moves enough to mark its connection.
            const qint64 size = number == 0 ? 3 * mebibyte : 2000;
            while (!stop) {
                failures += gets(*port, size) ? 0 : 1;
                ++rounds;
                QTest::qSleep(10);
            }
        });
    }
    QElapsedTimer timer;
    timer.start();
    // After a tenth of the time what is taken once is taken.
    const auto wait = [&](qint64 until) {
        static_cast<void>(QTest::qWaitFor([&] { return timer.elapsed() >= until; },
                                          std::chrono::seconds(seconds + 10)));
    };
    wait(seconds * 100LL);
    const qint64 memory = residentMemory();
    const qsizetype open = descriptors();
    wait(seconds * 1000LL);
    const qint64 grown = residentMemory() - memory;
    const qsizetype more = descriptors() - open;
    stop = true;
    for (std::thread &client : clients) {
        client.join();
    }
    qInfo("%lld rounds in %d s, %lld failed; memory grew by %lld KiB (%.1f KiB a minute), "
          "descriptors by %lld",
          static_cast<long long>(rounds),
          seconds,
          static_cast<long long>(failures),
          static_cast<long long>(grown / 1024),
          static_cast<double>(grown) / 1024.0 / (seconds * 0.9 / 60.0),
          static_cast<long long>(more));
    QCOMPARE(failures.load(), 0);
    QCOMPARE_LT(grown, 16 * mebibyte);
    QCOMPARE_LT(more, 40); // those of the moment
}

QTEST_GUILESS_MAIN(TestTunnelLoad)
#include "tst_tunnelload.moc"
