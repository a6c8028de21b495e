// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/ssh/peeruid.h"
#include "tests/backend/ssh/sockets.h"

#include <QTest>

#include <arpa/inet.h>

using namespace Atelier;
using namespace Atelier::Ssh;

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

/** Who is at the other end of a loopback connection. */
class TestPeerUid final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void findsTheOwnerOfOneEnd();
    void findsAnIPv4EndAmongTheIPv6Ones();
    void findsNobodyForOtherPorts();
    void findsNobodyInABrokenTable();
    void recognisesThisProcess();
    void findsNobodyAtAClosedEnd();
};

void TestPeerUid::findsTheOwnerOfOneEnd()
{
    const sockaddr_in client = address("127.0.0.1", 50000);
    const sockaddr_in server = address("127.0.0.1", 8080);
    // The two ends of one connection have different owners.
    QCOMPARE(socketOwner(table, client, server), std::optional<uid_t>(1001));
    QCOMPARE(socketOwner(table, server, client), std::optional<uid_t>(1000));
}

void TestPeerUid::findsAnIPv4EndAmongTheIPv6Ones()
{
    QCOMPARE(socketOwner(table6, address("127.0.0.1", 50000), address("127.0.0.1", 8080)),
             std::optional<uid_t>(1002));
}

void TestPeerUid::findsNobodyForOtherPorts()
{
    QVERIFY(!socketOwner(table, address("127.0.0.1", 50001), address("127.0.0.1", 8080)));
    QVERIFY(!socketOwner(table, address("127.0.0.2", 50000), address("127.0.0.1", 8080)));
}

void TestPeerUid::findsNobodyInABrokenTable()
{
    const sockaddr_in client = address("127.0.0.1", 50000);
    const sockaddr_in server = address("127.0.0.1", 8080);
    QVERIFY(!socketOwner("", client, server));
    QVERIFY(!socketOwner("   1: 0100007F:C350 0100007F:1F90 01", client, server));
    QVERIFY(!socketOwner("1: 0100007F:C350 0100007F:1F90 01 0:0 0:0 0 root 0 1", client, server));
}

void TestPeerUid::recognisesThisProcess()
{
    const Test::SocketServer server([](int socket) { Test::SocketServer::echo(socket); });
    const UniqueFd client = Test::connectTo(server.port());
    QVERIFY(client.isValid());
    QCOMPARE(peerUid(client.get()), std::optional<uid_t>(::geteuid()));
}

void TestPeerUid::findsNobodyAtAClosedEnd()
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

QTEST_GUILESS_MAIN(TestPeerUid)
#include "tst_peeruid.moc"
