// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/ssh/session.h"
#include "backend/ssh/tunnel.h"
#include "tests/backend/ssh/await.h"
#include "tests/backend/ssh/sockets.h"
#include "tests/support/testsshd.h"

#include <QTest>

#include <sys/socket.h>

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

QTEST_GUILESS_MAIN(TestSessionRekey)
#include "tst_sessionrekey.moc"
