// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/core/socketdiagnosis.h"
#include "backend/core/socketowner.h"
#include "tests/backend/ssh/sockets.h"

#include <QFile>
#include <QProcess>
#include <QTest>

#include <arpa/inet.h>

using namespace Atelier;

namespace {

sockaddr_in address(const char *host, quint16 port)
{
    sockaddr_in result = {};
    result.sin_family = AF_INET;
    result.sin_port = htons(port);
    ::inet_pton(AF_INET, host, &result.sin_addr);
    return result;
}

/** Three connections as the kernel lists them on a little-endian machine. */
constexpr const char *table = "  sl  local_address rem_address   st tx_queue rx_queue tr tm->when "
                              "retrnsmt   uid  timeout inode\n"
                              "   0: 0100007F:1F90 00000000:0000 0A 00000000:00000000 00:00000000 "
                              "00000000  1000        0 11 1 0 100 0 0 10 0\n"
                              "   1: 0100007F:C350 0100007F:1F90 01 00000000:00000000 00:00000000 "
                              "00000000  1001        0 12 1 0 20 4 30 10 -1\n"
                              "   2: 0100007F:1F90 0100007F:C350 01 00000000:00000000 00:00000000 "
                              "00000000  1000        0 13 1 0 20 4 30 10 -1\n";

constexpr const char *table6 = "  sl  local_address                         remote_address         "
                               "               st tx rx tr uid timeout inode\n"
                               "   0: 0000000000000000FFFF00000100007F:C350 "
                               "0000000000000000FFFF00000100007F:1F90 01 00000000:00000000 "
                               "00:00000000 00000000  1002        0 14 1 0 20 4 30 10 -1\n";

} // namespace

/** Whose the sockets of this computer are. */
class TestSocketOwner final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void findsTheOwnerOfOneEnd();
    void findsAnIPv4EndAmongTheIPv6Ones();
    void findsNobodyForOtherPorts();
    void findsNobodyInABrokenTable();
    void recognisesThisProcess();
    void findsNobodyAtAClosedEnd();
    void findsTheListenersOfAPort();
    void findsWhoListensForIPv6();
    void knowsItsOwnListener();
    void findsNoListenerAtAClosedPort();
    void tellsTheProcessThatHoldsASocket();
    void theKernelSaysTheSameAsItsTables();
};

void TestSocketOwner::findsTheOwnerOfOneEnd()
{
    const sockaddr_in client = address("127.0.0.1", 50000);
    const sockaddr_in server = address("127.0.0.1", 8080);
    // The two ends of one connection have different owners.
    QCOMPARE(socketOwner(table, client, server), std::optional<uid_t>(1001));
    QCOMPARE(socketOwner(table, server, client), std::optional<uid_t>(1000));
}

void TestSocketOwner::findsAnIPv4EndAmongTheIPv6Ones()
{
    QCOMPARE(socketOwner(table6, address("127.0.0.1", 50000), address("127.0.0.1", 8080)),
             std::optional<uid_t>(1002));
}

void TestSocketOwner::findsNobodyForOtherPorts()
{
    QVERIFY(!socketOwner(table, address("127.0.0.1", 50001), address("127.0.0.1", 8080)));
    QVERIFY(!socketOwner(table, address("127.0.0.2", 50000), address("127.0.0.1", 8080)));
}

void TestSocketOwner::findsNobodyInABrokenTable()
{
    const sockaddr_in client = address("127.0.0.1", 50000);
    const sockaddr_in server = address("127.0.0.1", 8080);
    QVERIFY(!socketOwner("", client, server));
    QVERIFY(!socketOwner("   1: 0100007F:C350 0100007F:1F90 01", client, server));
    QVERIFY(!socketOwner("1: 0100007F:C350 0100007F:1F90 01 0:0 0:0 0 root 0 1", client, server));
}

void TestSocketOwner::recognisesThisProcess()
{
    const Test::SocketServer server([](int socket) { Test::SocketServer::echo(socket); });
    const UniqueFd client = Test::connectTo(server.port());
    QVERIFY(client.isValid());
    QCOMPARE(peerUid(client.get()), std::optional<uid_t>(::geteuid()));
}

void TestSocketOwner::findsNobodyAtAClosedEnd()
{
    UniqueFd client;
    {
        const Test::SocketServer server([](int) {});
        client = Test::connectTo(server.port());
        QVERIFY(client.isValid());
    }
    // Reading to the end makes sure that the server's socket has gone.
    QVERIFY(Test::receiveAll(client.get()).isEmpty());
    QVERIFY(peerUid(client.get()) != std::optional<uid_t>(::geteuid() + 1));
}

void TestSocketOwner::findsTheListenersOfAPort()
{
    QCOMPARE(listeners(table, 8080), QList<SocketOwner>({{.uid = 1000, .inode = 11}}));
    // Connected, not listening; and nobody at all.
    QVERIFY(listeners(table, 50000).isEmpty());
    QVERIFY(listeners(table, 22).isEmpty());
    QVERIFY(listeners("", 8080).isEmpty());
    QVERIFY(listeners("0: 0100007F:1F90 00000000:0000 0A 0:0 0:0 0 root 0 1", 8080).isEmpty());
    // Every address, and one that loopback does not reach.
    constexpr const char *others = "   0: 00000000:1F90 00000000:0000 0A 0:0 0:0 0 7 0 21 1\n"
                                   "   1: 0200A8C0:1F90 00000000:0000 0A 0:0 0:0 0 8 0 22 1\n";
    QCOMPARE(listeners(others, 8080), QList<SocketOwner>({{.uid = 7, .inode = 21}}));
}

void TestSocketOwner::findsWhoListensForIPv6()
{
    constexpr const char *rest =
        ":1F90 00000000000000000000000000000000:0000 0A 0:0 0:0 0 9 0 31 1";
    for (const char *host : {"00000000000000000000000000000000",
                             "00000000000000000000000001000000",
                             "0000000000000000FFFF00000100007F"}) {
        const QByteArray line = QByteArray("   0: ") + host + rest;
        QCOMPARE(listeners(line, 8080), QList<SocketOwner>({{.uid = 9, .inode = 31}}));
    }
    const QByteArray elsewhere = QByteArray("   0: B80D0120000000000000000001000000") + rest;
    QVERIFY(listeners(elsewhere, 8080).isEmpty());
}

void TestSocketOwner::knowsItsOwnListener()
{
    const Test::SocketServer server([](int) {});
    const QList<SocketOwner> found = listenersAt(server.port());
    QCOMPARE(found.size(), 1);
    QCOMPARE(found.constFirst().uid, ::geteuid());
    QVERIFY(processHolds(::getpid(), found.constFirst().inode) == Holds::Yes);
}

void TestSocketOwner::findsNoListenerAtAClosedPort()
{
    quint16 port = 0;
    {
        const Test::SocketServer server([](int) {});
        port = server.port();
    }
    QVERIFY(listenersAt(port).isEmpty());
}

void TestSocketOwner::tellsTheProcessThatHoldsASocket()
{
    const Test::SocketServer server([](int) {});
    const quint64 inode = listenersAt(server.port()).value(0).inode;
    QProcess other;
    other.start(QStringLiteral("sleep"), {QStringLiteral("60")});
    QVERIFY(other.waitForStarted());
    QVERIFY(processHolds(other.processId(), inode) == Holds::No);
    const qint64 gone = other.processId();
    other.kill();
    QVERIFY(other.waitForFinished());
    QVERIFY(processHolds(gone, inode) == Holds::No);
    if (::geteuid() != 0) {
        QVERIFY(processHolds(1, inode) == Holds::Unknown);
    }
}

void TestSocketOwner::theKernelSaysTheSameAsItsTables()
{
    const Test::SocketServer server([](int socket) { Test::SocketServer::echo(socket); });
    const auto diagnosed = diagnosedListeners(server.port());
    if (!diagnosed) {
        QSKIP("This kernel has no sock_diag.");
    }
    QFile file(QStringLiteral("/proc/thread-self/net/tcp"));
    QVERIFY(file.open(QIODevice::ReadOnly));
    QCOMPARE(*diagnosed, listeners(file.readAll(), server.port()));

    const UniqueFd client = Test::connectTo(server.port());
    QVERIFY(client.isValid());
    sockaddr_in own = {};
    socklen_t length = sizeof own;
    // NOLINTNEXTLINE(cppcoreguidelines-pro-type-reinterpret-cast): the interface of sockets
    QCOMPARE(::getsockname(client.get(), reinterpret_cast<sockaddr *>(&own), &length), 0);
    const sockaddr_in there = address("127.0.0.1", server.port());
    const auto connection = diagnosedConnection(own, there);
    QVERIFY(connection && connection->size() == 1);
    QCOMPARE(connection->constFirst().uid, ::geteuid());
    QVERIFY(processHolds(::getpid(), connection->constFirst().inode) == Holds::Yes);
    // Nobody has these ends: who listens at the port does not count.
    QCOMPARE(diagnosedConnection(there, address("127.0.0.9", 9)), QList<SocketOwner>());
}

QTEST_GUILESS_MAIN(TestSocketOwner)
#include "tst_socketowner.moc"
