// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/ssh/session.h"
#include "backend/ssh/tunnel.h"
#include "tests/backend/ssh/await.h"
#include "tests/backend/ssh/sockets.h"
#include "tests/support/testsshd.h"

#include <QTest>

#include <sys/socket.h>

#include <algorithm>
#include <atomic>
#include <future>
#include <thread>

using namespace Atelier;
using namespace Atelier::Ssh;
using namespace std::chrono_literals;
using Test::await;
using Test::connectTo;
using Test::explain;
using Test::receiveAll;
using Test::sendAll;
using Test::SocketServer;

/** libssh2 1.11 keeps the old copy of the host key at each new key exchange: 51 bytes an hour or
 * GiB. */
extern "C" const char *__lsan_default_suppressions(); // NOLINT: the sanitizer's name
extern "C" const char *__lsan_default_suppressions()  // NOLINT
{
    return "leak:libssh2.so";
}

/** A busy connection whose keys are exchanged anew while data flows both ways. */
class TestSessionRekey final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void survivesNewKeysOnTheWay();
    void survivesNewKeysInEveryPhase_data();
    void survivesNewKeysInEveryPhase();
};

void TestSessionRekey::survivesNewKeysOnTheWay()
{
    Test::TestSshd sshd({QStringLiteral("RekeyLimit 1M")});
    QVERIFY2(sshd.start(), qPrintable(sshd.error()));
    const SocketServer server(&SocketServer::echo);
    Session session(sshd.destination());
    QVERIFY(await(session.open()));
    const auto tunnel = session.tunnel(
        StreamTarget::tcp(QStringLiteral("127.0.0.1"), server.port()));
    const auto port = await(tunnel->listen());
    QVERIFY2(port, explain(port));
    std::vector<std::future<bool>> clients;
    for (char number = 0; number < 8; ++number) {
        clients.push_back(std::async(std::launch::async, [&, number] {
            const QByteArray data(2 * 1024 * 1024, number);
            const UniqueFd socket = connectTo(*port);
            std::thread sender([&] {
                if (sendAll(socket.get(), data)) {
                    ::shutdown(socket.get(), SHUT_WR);
                }
            });
            const bool equal = receiveAll(socket.get()) == data;
            sender.join();
            return equal;
        }));
    }
    for (auto &client : clients) {
        QTRY_VERIFY_WITH_TIMEOUT(client.wait_for(0s) == std::future_status::ready, 30'000);
        QVERIFY(client.get());
    }
    QCOMPARE_GT(sshd.log().count(QLatin1String("set_newkeys")), 4);
}

void TestSessionRekey::survivesNewKeysInEveryPhase_data()
{
    QTest::addColumn<QString>("limit");
    QTest::addColumn<int>("rounds");
    // Below 1M OpenSSH would want new keys before each packet: it takes bytes for blocks there.
    QTest::newRow("often") << QStringLiteral("1M") << 40;
    QTest::newRow("now and then") << QStringLiteral("4M") << 40;
}

void TestSessionRekey::survivesNewKeysInEveryPhase()
{
    // Downloads keep new keys coming, so that they fall into opens, starts, writes and closes.
    QFETCH(const QString, limit);
    QFETCH(const int, rounds);
    Test::TestSshd sshd({QStringLiteral("RekeyLimit ") + limit});
    QVERIFY2(sshd.start(), qPrintable(sshd.error()));
    const SocketServer server(&SocketServer::echo);
    Session session(sshd.destination());
    QVERIFY(await(session.open()));
    const auto tunnel = session.tunnel(
        StreamTarget::tcp(QStringLiteral("127.0.0.1"), server.port()));
    const auto port = await(tunnel->listen());
    QVERIFY2(port, explain(port));
    const auto download = await(
        session.stream(StreamTarget::command(QStringLiteral("cat /dev/zero"))));
    QVERIFY2(download, explain(download));
    std::atomic<bool> stop = false;
    std::atomic<qint64> read = 0;
    std::thread reader([&] {
        QByteArray block(64 * 1024, '\0');
        ssize_t count = 1;
        while (!stop && count > 0) {
            count = ::recv(download->descriptor->get(), block.data(), block.size(), 0);
            read += std::max<ssize_t>(count, 0);
        }
    });
    std::atomic<int> echoed = 0;
    std::thread client([&] {
        for (int round = 0; round < rounds; ++round) {
            const QByteArray data(qsizetype{3000} * (round + 1), static_cast<char>(round));
            const UniqueFd socket = connectTo(*port);
            std::thread sender([&] {
                if (sendAll(socket.get(), data)) {
                    ::shutdown(socket.get(), SHUT_WR);
                }
            });
            echoed += receiveAll(socket.get()) == data ? 1 : 0;
            sender.join();
        }
    });
    QStringList problems;
    for (int round = 0; round < rounds && problems.isEmpty(); ++round) {
        const QByteArray input(qsizetype{1000} * round, 'i');
        const auto result = await(session.exec(QStringLiteral("wc -c"), {.input = input}), 60'000);
        if (!result || result->out.trimmed().toInt() != input.size()) {
            problems << QString::number(round) + QLatin1Char(' ')
                            + QString::fromUtf8(explain(result));
        }
    }
    const bool isReady = session.state() == SessionState::Ready;
    if (!problems.isEmpty()) {
        session.close(); // so that the threads end
    }
    client.join();
    stop = true;
    reader.join();
    QVERIFY2(problems.isEmpty(), qPrintable(problems.join(QLatin1Char('\n'))));
    QCOMPARE(echoed.load(), rounds);
    QVERIFY(isReady);
    const auto exchanges = sshd.log().count(QLatin1String("set_newkeys"));
    qInfo("%lld MiB, %lld changes of keys",
          static_cast<long long>(read / 1024 / 1024),
          static_cast<long long>(exchanges));
    QCOMPARE_GT(exchanges, 4);
}

QTEST_GUILESS_MAIN(TestSessionRekey)
#include "tst_sessionrekey.moc"
