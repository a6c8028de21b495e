// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/ssh/remoteprocess.h"
#include "backend/ssh/session.h"
#include "backend/ssh/tunnel.h"
#include "tests/backend/ssh/await.h"
#include "tests/backend/ssh/sockets.h"
#include "tests/support/testsshd.h"

#include <QElapsedTimer>
#include <QSignalSpy>
#include <QTcpServer>
#include <QTest>

#include <sys/socket.h>

#include <algorithm>
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

/** How long a session may take to end, with room for a busy machine; the aim is 100 ms. */
constexpr int endLimit = 1000;

QByteArray roundTrip(quint16 port, const QByteArray &data)
{
    auto future = std::async(std::launch::async, [&] {
        const UniqueFd socket = connectTo(port);
        if (sendAll(socket.get(), data)) {
            ::shutdown(socket.get(), SHUT_WR);
        }
        return receiveAll(socket.get());
    });
    if (!QTest::qWaitFor([&] { return future.wait_for(0s) == std::future_status::ready; },
                         30'000)) {
        qFatal("A test's thread hangs.");
    }
    return future.get();
}

/** The states a session goes through from now on: one may last for less than a look at it. */
class StatesSeen
{
public:
    explicit StatesSeen(const Session &session)
        : m_changes(&session, &Session::stateChanged)
    {
    }

    bool had(SessionState state) const
    {
        return std::ranges::any_of(m_changes, [state](const QList<QVariant> &change) {
            return change.first().value<SessionState>() == state;
        });
    }

private:
    QSignalSpy m_changes;
};

} // namespace

/** Connections that break, servers that fall silent, sessions that end in the middle of something.
 */
class TestSessionRecovery final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();

    void reportsAKilledConnection();
    void comesBackByItself();
    void comesBackWhenTheServerDoes();
    void keepsATunnelsPortAcrossConnections();
    void letsNewConnectionsWaitForTheServer();
    void failsWhatWasRunningAndKeepsWhatWasWaiting();
    void followsANewDestination();
    void noticesAServerThatFallsSilent();
    void staysReadyOnAnIdleConnection();
    void worksWithoutSessionChannels();

    void endsInAnyState_data();
    void endsInAnyState();
    void outlivesItsSession();

private:
    std::unique_ptr<Test::TestSshd> m_sshd;
};

void TestSessionRecovery::init()
{
    m_sshd = std::make_unique<Test::TestSshd>();
    QVERIFY2(m_sshd->start(), qPrintable(m_sshd->error()));
}

void TestSessionRecovery::cleanup()
{
    m_sshd.reset();
}

void TestSessionRecovery::reportsAKilledConnection()
{
    Session session(m_sshd->destination());
    QVERIFY(await(session.open()));
    const auto running = session.exec(QStringLiteral("sleep 30"));
    const auto process = session.start(QStringLiteral("echo up; sleep 30"));
    QSignalSpy output(process.get(), &RemoteProcess::readyOutput);
    QSignalSpy failed(process.get(), &RemoteProcess::failed);
    QTRY_COMPARE(output.count(), 1);
    m_sshd->killConnections();
    const auto result = await(running);
    QVERIFY(!result);
    QCOMPARE(result.error().code, Error::Code::ConnectionLost);
    QTRY_COMPARE(failed.count(), 1);
    QCOMPARE(failed.first().first().value<Error>().code, Error::Code::ConnectionLost);
    QTRY_COMPARE(session.state(), SessionState::Lost);
    QCOMPARE(session.lastError().code, Error::Code::ConnectionLost);
    // Nobody asked it to come back, but it can.
    const auto opened = await(session.open());
    QVERIFY2(opened, explain(opened));
}

void TestSessionRecovery::comesBackByItself()
{
    Session session(m_sshd->destination());
    session.setReconnecting(true);
    QVERIFY(await(session.open()));
    QTRY_COMPARE(session.state(), SessionState::Ready);
    for (int round = 0; round < 3; ++round) {
        const StatesSeen states(session);
        m_sshd->killConnections();
        QTRY_VERIFY(states.had(SessionState::Lost));
        QTRY_COMPARE(session.state(), SessionState::Ready);
        const auto result = await(session.exec(QStringLiteral("echo again")));
        QVERIFY2(result, explain(result));
    }
}

void TestSessionRecovery::comesBackWhenTheServerDoes()
{
    Session session(m_sshd->destination());
    session.setReconnecting(true);
    QVERIFY(await(session.open()));
    QTRY_COMPARE(session.state(), SessionState::Ready);
    const StatesSeen states(session);
    m_sshd->stop();
    QTRY_VERIFY(states.had(SessionState::Lost));
    QTRY_COMPARE(session.lastError().code, Error::Code::ConnectionRefused);
    QVERIFY2(m_sshd->start(), qPrintable(m_sshd->error()));
    QTRY_COMPARE_WITH_TIMEOUT(session.state(), SessionState::Ready, 20'000);
}

void TestSessionRecovery::keepsATunnelsPortAcrossConnections()
{
    const SocketServer server(m_sshd->path(QStringLiteral("echo")), &SocketServer::echo);
    Session session(m_sshd->destination());
    session.setReconnecting(true);
    QVERIFY(await(session.open()));
    const auto tunnel = session.tunnel(StreamTarget::socket(m_sshd->path(QStringLiteral("echo"))));
    QSignalSpy refused(tunnel.get(), &Tunnel::connectionRefused);
    const auto port = await(tunnel->listen());
    QVERIFY2(port, explain(port));
    QCOMPARE(roundTrip(*port, "before"), "before");
    // A connection that is open when the link breaks is reset, not ended: its answer is not whole.
    const UniqueFd open = connectTo(*port);
    QVERIFY(sendAll(open.get(), "x"));
    QTRY_COMPARE(server.accepted(), 2);
    m_sshd->killConnections();
    bool wasReset = false;
    auto rest = std::async(std::launch::async, [&] { return receiveAll(open.get(), &wasReset); });
    QTRY_VERIFY(rest.wait_for(0s) == std::future_status::ready);
    QVERIFY(wasReset);
    // At once, while the session is still away.
    QCOMPARE(roundTrip(*port, "after"), "after");
    QCOMPARE(tunnel->localPort(), *port);
    QCOMPARE(refused.count(), 0);
    QTRY_COMPARE(tunnel->openConnections(), 0);
}

void TestSessionRecovery::letsNewConnectionsWaitForTheServer()
{
    const SocketServer server(m_sshd->path(QStringLiteral("echo")), &SocketServer::echo);
    Session session(m_sshd->destination());
    session.setReconnecting(true);
    QVERIFY(await(session.open()));
    const auto tunnel = session.tunnel(StreamTarget::socket(m_sshd->path(QStringLiteral("echo"))));
    const auto port = await(tunnel->listen());
    QVERIFY2(port, explain(port));
    const StatesSeen states(session);
    m_sshd->stop();
    QTRY_VERIFY(states.had(SessionState::Lost));
    auto answer = std::async(std::launch::async, [&] {
        const UniqueFd socket = connectTo(*port);
        if (sendAll(socket.get(), "patience")) {
            ::shutdown(socket.get(), SHUT_WR);
        }
        return receiveAll(socket.get());
    });
    QTRY_COMPARE(tunnel->openConnections(), 1);
    QVERIFY2(m_sshd->start(), qPrintable(m_sshd->error()));
    QTRY_VERIFY_WITH_TIMEOUT(answer.wait_for(0s) == std::future_status::ready, 15'000);
    QCOMPARE(answer.get(), "patience");
}

void TestSessionRecovery::failsWhatWasRunningAndKeepsWhatWasWaiting()
{
    Session session(m_sshd->destination());
    session.setReconnecting(true);
    QVERIFY(await(session.open()));
    QTRY_COMPARE(session.state(), SessionState::Ready);
    const StatesSeen states(session);
    m_sshd->stop();
    QTRY_VERIFY(states.had(SessionState::Lost));
    const auto waiting = session.exec(QStringLiteral("echo late"));
    const auto impatient = await(session.exec(QStringLiteral("echo never"), {.timeout = 200ms}));
    QVERIFY(!impatient);
    QCOMPARE(impatient.error().code, Error::Code::TimedOut);
    QVERIFY2(m_sshd->start(), qPrintable(m_sshd->error()));
    const auto result = await(waiting);
    QVERIFY2(result, explain(result));
    QCOMPARE(result->out, "late\n");
}

void TestSessionRecovery::followsANewDestination()
{
    Test::TestSshd other;
    QVERIFY2(other.start(), qPrintable(other.error()));
    const SocketServer server(&SocketServer::echo);
    Session session(m_sshd->destination());
    QVERIFY(await(session.open()));
    const auto tunnel = session.tunnel(
        StreamTarget::tcp(QStringLiteral("127.0.0.1"), server.port()));
    const auto port = await(tunnel->listen());
    QVERIFY2(port, explain(port));
    session.close();
    m_sshd->stop();
    session.setDestination(other.destination());
    const auto opened = await(session.open());
    QVERIFY2(opened, explain(opened));
    QCOMPARE(roundTrip(*port, "moved"), "moved");
}

void TestSessionRecovery::noticesAServerThatFallsSilent()
{
    Destination destination = m_sshd->destination();
    destination.keepAlive = 2s; // a busy machine takes more than some milliseconds to answer
    Session session(destination);
    QVERIFY(await(session.open()));
    QTRY_COMPARE(session.state(), SessionState::Ready);
    const auto running = session.exec(QStringLiteral("sleep 30"));
    m_sshd->pause();
    QElapsedTimer timer;
    timer.start();
    const auto result = await(running);
    QVERIFY(!result);
    QCOMPARE(result.error().code, Error::Code::ConnectionLost);
    QTRY_COMPARE(session.state(), SessionState::Lost);
    // One interval of silence, one for the answer.
    QCOMPARE_GE(timer.elapsed(), 1900);
    QCOMPARE_LT(timer.elapsed(), 10'000);
    m_sshd->resume();
}

void TestSessionRecovery::staysReadyOnAnIdleConnection()
{
    Destination destination = m_sshd->destination();
    destination.keepAlive = 1s;
    Session session(destination);
    QVERIFY(await(session.open()));
    QTRY_COMPARE(session.state(), SessionState::Ready);
    QSignalSpy states(&session, &Session::stateChanged);
    QElapsedTimer timer;
    timer.start();
    QTRY_VERIFY_WITH_TIMEOUT(timer.elapsed() > 4500, 10'000);
    QCOMPARE(states.count(), 0);
    // And it did ask: the server has logged the requests.
    QVERIFY(m_sshd->log().count(QLatin1String("ctype keepalive@atelier")) > 2);
    const auto result = await(session.exec(QStringLiteral("echo awake")));
    QVERIFY2(result, explain(result));
}

void TestSessionRecovery::worksWithoutSessionChannels()
{
    // A server for tunnels only: keep-alives and tunnels work, commands are refused.
    Test::TestSshd sshd({QStringLiteral("MaxSessions 0")});
    QVERIFY2(sshd.start(), qPrintable(sshd.error()));
    const SocketServer server(&SocketServer::echo);
    Destination destination = sshd.destination();
    destination.keepAlive = 1s;
    Session session(destination);
    QVERIFY(await(session.open()));
    QTRY_COMPARE(session.state(), SessionState::Ready);
    QSignalSpy states(&session, &Session::stateChanged);
    const auto tunnel = session.tunnel(
        StreamTarget::tcp(QStringLiteral("127.0.0.1"), server.port()));
    const auto port = await(tunnel->listen());
    QVERIFY2(port, explain(port));
    QCOMPARE(roundTrip(*port, "through"), "through");
    const auto result = await(session.exec(QStringLiteral("true")));
    QVERIFY(!result);
    QCOMPARE(result.error().code, Error::Code::ChannelRefused);
    QElapsedTimer timer;
    timer.start();
    QTRY_VERIFY_WITH_TIMEOUT(timer.elapsed() > 2500, 10'000);
    QCOMPARE(states.count(), 0);
}

void TestSessionRecovery::endsInAnyState_data()
{
    QTest::addColumn<QString>("situation");
    for (const char *situation : {"unused",
                                  "resolving",
                                  "connecting",
                                  "handshaking",
                                  "authenticating",
                                  "running",
                                  "busy",
                                  "silent",
                                  "lost"}) {
        QTest::newRow(situation) << QString::fromLatin1(situation);
    }
}

void TestSessionRecovery::endsInAnyState()
{
    QFETCH(const QString, situation);
    const SocketServer flood([](int socket) {
        while (sendAll(socket, QByteArray(64 * 1024, 'z'))) {
        }
    });
    QTcpServer listener; // accepts by the kernel and says nothing
    QVERIFY(listener.listen(QHostAddress::LocalHost));
    Destination destination = m_sshd->destination();
    if (situation == QLatin1String("resolving")) {
        destination.host = QStringLiteral("a-name-that-takes-time.invalid");
    } else if (situation == QLatin1String("connecting")) {
        destination.host = QStringLiteral("192.0.2.1"); // TEST-NET-1: nobody there
    } else if (situation == QLatin1String("handshaking")) {
        destination.port = listener.serverPort();
    }
    auto session = std::make_unique<Session>(destination);
    std::unique_ptr<Tunnel> tunnel;
    std::unique_ptr<RemoteProcess> process;
    QFuture<Result<void>> opening;
    QFuture<Result<ExecResult>> running;
    UniqueFd client;
    session->setReconnecting(true);
    if (situation != QLatin1String("unused")) {
        opening = session->open();
        running = session->exec(QStringLiteral("sleep 30"));
    }
    if (situation == QLatin1String("handshaking")) {
        QTRY_COMPARE(session->state(), SessionState::Handshaking);
    } else if (situation == QLatin1String("authenticating")) {
        QTRY_VERIFY(session->state() >= SessionState::Authenticating);
    } else if (situation == QLatin1String("running") || situation == QLatin1String("silent")
               || situation == QLatin1String("lost")) {
        process = session->start(QStringLiteral("echo up; cat /dev/zero"));
        QSignalSpy output(process.get(), &RemoteProcess::readyOutput);
        QTRY_VERIFY(output.count() > 0);
        if (situation == QLatin1String("silent")) {
            m_sshd->pause();
        } else if (situation == QLatin1String("lost")) {
            const StatesSeen states(*session);
            m_sshd->stop();
            QTRY_VERIFY(states.had(SessionState::Lost));
        }
    } else if (situation == QLatin1String("busy")) {
        tunnel = session->tunnel(StreamTarget::tcp(QStringLiteral("127.0.0.1"), flood.port()));
        const auto port = await(tunnel->listen());
        QVERIFY2(port, explain(port));
        client = connectTo(*port);
        QTRY_COMPARE(flood.accepted(), 1);
    }
    QElapsedTimer timer;
    timer.start();
    session.reset();
    QCOMPARE_LT(timer.elapsed(), endLimit);
    if (situation != QLatin1String("unused")) {
        QVERIFY(opening.isFinished());
        QVERIFY(running.isFinished());
        QVERIFY(!running.result());
    }
}

void TestSessionRecovery::outlivesItsSession()
{
    auto session = std::make_unique<Session>(m_sshd->destination());
    QVERIFY(await(session->open()));
    const auto process = session->start(QStringLiteral("cat"));
    const auto tunnel = session->tunnel(StreamTarget::tcp(QStringLiteral("127.0.0.1"), 1));
    QSignalSpy failed(process.get(), &RemoteProcess::failed);
    session.reset();
    // What is left of the session answers without one.
    process->write("into the void");
    process->closeInput();
    QTRY_COMPARE(failed.count(), 1);
    QCOMPARE(failed.first().first().value<Error>().code, Error::Code::Cancelled);
    const auto port = await(tunnel->listen());
    QVERIFY(!port);
    QCOMPARE(port.error().code, Error::Code::Cancelled);
}

QTEST_GUILESS_MAIN(TestSessionRecovery)
#include "tst_sessionrecovery.moc"
