// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/ssh/pool/pooledconnection.h"
#include "backend/ssh/tunnel.h"
#include "tests/backend/ssh/await.h"
#include "tests/backend/ssh/sockets.h"
#include "tests/support/testsshd.h"

#include <QCoreApplication>
#include <QFile>
#include <QProcess>
#include <QSignalSpy>
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

namespace {

/** Resets the connection instead of ending it. */
void abandon(UniqueFd &socket)
{
    const linger hard{.l_onoff = 1, .l_linger = 0};
    QCOMPARE(::setsockopt(socket.get(), SOL_SOCKET, SO_LINGER, &hard, sizeof hard), 0);
    socket.reset();
}

} // namespace

/** Starting, stopping and the ends of tunnels, over several connections. */
class TestTunnelControl final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void cleanup();

    void stopsAndStartsOnTheSamePort();
    void stopsItsConnections();
    void takesAnotherPortWhenItsOwnIsGone();
    void takesAFixedPort();
    void namesTheProgramOnItsPort();
    void namesItselfOnItsPort();
    void tellsThatItsSessionHasEnded();
    void passesAResetOfTheClient();
    void passesAResetOfTheServer();
    void survivesADeadTarget();

private:
    [[nodiscard]] std::unique_ptr<Tunnel> tunnelTo(quint16 port) const;
    [[nodiscard]] static bool echoes(quint16 port);

    Test::TestSshd m_sshd;
    std::unique_ptr<PooledConnection> m_connection;
};

void TestTunnelControl::initTestCase()
{
    QVERIFY2(m_sshd.start(), qPrintable(m_sshd.error()));
    m_connection = std::make_unique<PooledConnection>(m_sshd.destination());
    const auto opened = await(m_connection->open());
    QVERIFY2(opened, explain(opened));
}

void TestTunnelControl::cleanup()
{
    QTRY_COMPARE(m_connection->state(), SessionState::Ready);
}

std::unique_ptr<Tunnel> TestTunnelControl::tunnelTo(quint16 port) const
{
    return m_connection->tunnel(StreamTarget::tcp(QStringLiteral("127.0.0.1"), port));
}

bool TestTunnelControl::echoes(quint16 port)
{
    auto echo = std::async(std::launch::async, [&] {
        const UniqueFd socket = connectTo(port);
        if (!socket.isValid() || !sendAll(socket.get(), "hallo")) {
            return false;
        }
        ::shutdown(socket.get(), SHUT_WR);
        return receiveAll(socket.get()) == "hallo";
    });
    return QTest::qWaitFor([&] { return echo.wait_for(0s) == std::future_status::ready; }, 20'000)
           && echo.get();
}

void TestTunnelControl::stopsAndStartsOnTheSamePort()
{
    const SocketServer server(&SocketServer::echo);
    const auto tunnel = tunnelTo(server.port());
    QSignalSpy ports(tunnel.get(), &Tunnel::portChanged);
    const auto port = await(tunnel->listen());
    QVERIFY2(port, explain(port));
    QTRY_COMPARE(ports.count(), 1);
    QCOMPARE(ports.last().first().value<quint16>(), *port);
    for (int round = 0; round < 20; ++round) {
        ports.clear();
        tunnel->stop();
        QCOMPARE(tunnel->localPort(), quint16{0});
        QCOMPARE(ports.count(), 1);
        QCOMPARE(ports.first().first().value<quint16>(), quint16{0});
        QCOMPARE(await(tunnel->listen()).value_or(0), *port);
    }
    QVERIFY(echoes(*port));
    // A stop of what is stopped is nothing.
    tunnel->stop();
    ports.clear();
    tunnel->stop();
    QCOMPARE(ports.count(), 0);
    QTRY_VERIFY(!connectTo(*port).isValid());
}

void TestTunnelControl::stopsItsConnections()
{
    const SocketServer server(&SocketServer::echo);
    const auto tunnel = tunnelTo(server.port());
    const auto port = await(tunnel->listen());
    QVERIFY2(port, explain(port));
    const UniqueFd open = connectTo(*port);
    QVERIFY(sendAll(open.get(), "x"));
    QTRY_COMPARE(server.accepted(), 1);
    tunnel->stop();
    QCOMPARE(tunnel->openConnections(), 0);
    auto rest = std::async(std::launch::async, [&] { return receiveAll(open.get()); });
    QTRY_VERIFY(rest.wait_for(0s) == std::future_status::ready);
    QCOMPARE(await(tunnel->listen()).value_or(0), *port);
    QVERIFY(echoes(*port));
}

void TestTunnelControl::takesAnotherPortWhenItsOwnIsGone()
{
    const SocketServer server(&SocketServer::echo);
    const auto tunnel = tunnelTo(server.port());
    const auto other = tunnelTo(server.port());
    const auto port = await(tunnel->listen());
    QVERIFY2(port, explain(port));
    tunnel->stop();
    QCOMPARE(await(other->listen(*port)).value_or(0), *port);
    const auto next = await(tunnel->listen());
    QVERIFY2(next, explain(next));
    QVERIFY(*next != *port);
    QVERIFY(echoes(*next));
}

void TestTunnelControl::takesAFixedPort()
{
    const SocketServer server(&SocketServer::echo);
    const auto tunnel = tunnelTo(server.port());
    const auto port = await(tunnel->listen());
    QVERIFY2(port, explain(port));
    tunnel->stop();
    const auto another = tunnelTo(server.port());
    QCOMPARE(await(another->listen(*port)).value_or(0), *port);
    QVERIFY(echoes(*port));
    const auto refused = await(tunnel->listen(*port));
    QVERIFY(!refused);
    QCOMPARE(refused.error().code, Error::Code::PortTaken);
}

void TestTunnelControl::namesTheProgramOnItsPort()
{
    // A program of its own that holds a port: this test's, as a child.
    if (qEnvironmentVariableIsSet("ATELIER_HOLD")) {
        const SocketServer server(&SocketServer::echo);
        std::fprintf(stderr, "port %d\n", server.port());
        QTest::qWait(60'000); // until the parent ends this process
        return;
    }
    QProcess holder;
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    environment.insert(QStringLiteral("ATELIER_HOLD"), QStringLiteral("1"));
    holder.setProcessEnvironment(environment);
    holder.start(QCoreApplication::applicationFilePath(),
                 {QStringLiteral("namesTheProgramOnItsPort")});
    QByteArray said;
    const auto holderPort = [&] {
        said += holder.readAllStandardError();
        const qsizetype at = said.indexOf("port ");
        return at < 0 || said.indexOf('\n', at) < 0
                   ? quint16{0}
                   : said.mid(at + 5).split('\n').first().toUShort();
    };
    QTRY_VERIFY_WITH_TIMEOUT(holderPort() != 0, 20'000);
    const auto port = await(tunnelTo(1)->listen(holderPort()));
    QVERIFY(!port);
    QCOMPARE(port.error().code, Error::Code::PortTaken);
    const QString &message = port.error().message;
    QVERIFY2(message.contains(QString::number(holderPort())), qPrintable(message));
    QVERIFY2(message.contains(QString::number(holder.processId())), qPrintable(message));
    QVERIFY2(message.contains(QLatin1String("tst_tunnelcontr")), qPrintable(message));
    holder.kill();
    QVERIFY(holder.waitForFinished());
}

void TestTunnelControl::namesItselfOnItsPort()
{
    const SocketServer server(&SocketServer::echo);
    const auto port = await(tunnelTo(1)->listen(server.port()));
    QVERIFY(!port);
    QCOMPARE(port.error().code, Error::Code::PortTaken);
    QVERIFY2(port.error().message.contains(QLatin1String("by this program")), explain(port));
}

void TestTunnelControl::tellsThatItsSessionHasEnded()
{
    auto connection = std::make_unique<PooledConnection>(m_sshd.destination());
    const auto tunnel = connection->tunnel(StreamTarget::tcp(QStringLiteral("127.0.0.1"), 1));
    const auto port = await(tunnel->listen());
    QVERIFY2(port, explain(port));
    QSignalSpy ports(tunnel.get(), &Tunnel::portChanged);
    connection.reset();
    QTRY_VERIFY(!ports.isEmpty() && ports.last().first().value<quint16>() == 0);
    QCOMPARE(tunnel->localPort(), quint16{0});
    QVERIFY(!connectTo(*port).isValid());
}

void TestTunnelControl::passesAResetOfTheClient()
{
    std::atomic<bool> ended = false;
    const SocketServer server([&](int socket) {
        static_cast<void>(receiveAll(socket));
        ended = true;
    });
    const auto tunnel = tunnelTo(server.port());
    const auto port = await(tunnel->listen());
    QVERIFY2(port, explain(port));
    UniqueFd socket = connectTo(*port);
    QVERIFY(sendAll(socket.get(), "x"));
    QTRY_COMPARE(server.accepted(), 1);
    abandon(socket);
    QTRY_VERIFY(ended);
    QTRY_COMPARE(tunnel->openConnections(), 0);
}

void TestTunnelControl::passesAResetOfTheServer()
{
    const SocketServer server([](int socket) {
        const linger hard{.l_onoff = 1, .l_linger = 0};
        char request = 0;
        if (::recv(socket, &request, 1, 0) == 1) {
            static_cast<void>(::setsockopt(socket, SOL_SOCKET, SO_LINGER, &hard, sizeof hard));
        }
    });
    const auto tunnel = tunnelTo(server.port());
    const auto port = await(tunnel->listen());
    QVERIFY2(port, explain(port));
    const UniqueFd socket = connectTo(*port);
    QVERIFY(sendAll(socket.get(), "x"));
    auto rest = std::async(std::launch::async, [&] { return receiveAll(socket.get()); });
    QTRY_VERIFY(rest.wait_for(0s) == std::future_status::ready);
    QCOMPARE(rest.get(), QByteArray());
    ::shutdown(socket.get(), SHUT_RDWR);
    QTRY_COMPARE(tunnel->openConnections(), 0);
}

void TestTunnelControl::survivesADeadTarget()
{
    // Accepted by the kernel, read by nobody.
    std::promise<void> end;
    const SocketServer silent([&](int) { end.get_future().wait(); });
    const SocketServer echo(&SocketServer::echo);
    const auto dead = tunnelTo(silent.port());
    const auto lively = tunnelTo(echo.port());
    const auto deadPort = await(dead->listen());
    const auto livelyPort = await(lively->listen());
    QVERIFY(deadPort && livelyPort);
    std::atomic<bool> stop = false;
    std::atomic<qsizetype> sent = 0;
    std::thread client([&] {
        const UniqueFd socket = connectTo(*deadPort);
        const QByteArray block(64 * 1024, 'd');
        while (!stop) {
            const ssize_t count = ::send(
                socket.get(), block.constData(), block.size(), MSG_DONTWAIT | MSG_NOSIGNAL);
            sent += count > 0 ? count : 0;
            if (count <= 0) {
                QTest::qSleep(10);
            }
        }
    });
    qsizetype last = -1;
    const bool stands = QTest::qWaitFor(
        [&] {
            QTest::qSleep(300);
            return sent > 0 && std::exchange(last, sent.load()) == sent.load();
        },
        20'000);
    const bool others = echoes(*livelyPort);
    stop = true;
    client.join();
    if (!stands) {
        end.set_value();
    }
    QVERIFY(stands);
    QVERIFY(others);
    QCOMPARE_LT(sent.load(), 24 * 1024 * 1024);
    dead->stop();
    end.set_value();
    QVERIFY(echoes(*livelyPort));
}

QTEST_GUILESS_MAIN(TestTunnelControl)
#include "tst_tunnelcontrol.moc"
