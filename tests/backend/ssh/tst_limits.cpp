// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/ssh/pool/pooledconnection.h"
#include "backend/ssh/remoteprocess.h"
#include "backend/ssh/session.h"
#include "backend/ssh/tunnel.h"
#include "tests/backend/ssh/await.h"
#include "tests/backend/ssh/sockets.h"
#include "tests/support/testsshd.h"

#include <QElapsedTimer>
#include <QSignalSpy>
#include <QTcpSocket>
#include <QTest>

#include <sys/socket.h>

using namespace Atelier;
using namespace Atelier::Ssh;
using namespace std::chrono_literals;
using Test::await;
using Test::explain;
using Test::SocketServer;

namespace {

/** A server with @p lines in its configuration, and a connection to it. */
struct Limited
{
    explicit Limited(const QStringList &lines)
        : sshd(lines)
    {
        if (!sshd.start()) {
            qFatal("No server: %s", qPrintable(sshd.error()));
        }
        connection = std::make_unique<PooledConnection>(sshd.destination());
        opened = await(connection->open());
    }

    /** Logins that the server has counted. */
    [[nodiscard]] qsizetype logins() const
    {
        return sshd.log().count(QLatin1String("Accepted publickey"));
    }

    Test::TestSshd sshd;
    std::unique_ptr<PooledConnection> connection;
    Result<void> opened;
};

std::vector<QFuture<Result<ExecResult>>> runMany(Connection &connection, int count)
{
    std::vector<QFuture<Result<ExecResult>>> running;
    for (int number = 0; number < count; ++number) {
        running.push_back(connection.exec(QStringLiteral("sleep 0.05; echo %1").arg(number)));
    }
    return running;
}

void verifyMany(const std::vector<QFuture<Result<ExecResult>>> &running)
{
    for (int number = 0; const auto &future : running) {
        const auto result = await(future, 60'000);
        QVERIFY2(result, explain(result));
        QCOMPARE(result->out, QByteArray::number(number++) + '\n');
    }
}

/** Takes the only place of a server that lets one log in at a time, and does not log in. */
bool takeThePlace(QTcpSocket &idle, quint16 port)
{
    // The server may count the login before for a moment longer than its client does.
    return QTest::qWaitFor(
        [&] {
            idle.abort();
            idle.connectToHost(QStringLiteral("127.0.0.1"), port);
            return idle.waitForReadyRead(5'000) && idle.readAll().startsWith("SSH-");
        },
        20'000);
}

} // namespace

/** Servers that don't allow everything. */
class TestLimits final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void runsFiftyCommandsAtOnce_data();
    void runsFiftyCommandsAtOnce();
    void goesToAnotherConnectionWithOneSessionOnEach();
    void waitsWhenAllConnectionsAreFull();
    void endsWhatWaits();
    void waitsForACommandThatOutlivesItsChannel();
    void doubtsALimitAfterAWhile();
    void triesAgainWhileTooManyAreStarting();
    void saysThatTooManyAreStarting();
    void namesAForwardingThatIsOff_data();
    void namesAForwardingThatIsOff();
    void getsWhatAForcedCommandSays();
    void namesASubsystemThatIsNotThere();
    void comesBackToAServerThatClosesIdleConnections();
};

void TestLimits::runsFiftyCommandsAtOnce_data()
{
    QTest::addColumn<QString>("limit");
    QTest::addColumn<bool>("pooled");
    for (const char *limit : {"MaxSessions 1", "MaxSessions 3", "MaxSessions 10"}) {
        QTest::addRow("%s, one connection", limit) << QString::fromLatin1(limit) << false;
        QTest::addRow("%s, several", limit) << QString::fromLatin1(limit) << true;
    }
}

void TestLimits::runsFiftyCommandsAtOnce()
{
    QFETCH(const QString, limit);
    QFETCH(const bool, pooled);
    const Limited server({limit});
    QVERIFY2(server.opened, explain(server.opened));
    if (pooled) {
        verifyMany(runMany(*server.connection, 50));
        QCOMPARE_LE(server.logins(), 3);
    } else {
        Session session(server.sshd.destination());
        QVERIFY(await(session.open()));
        verifyMany(runMany(session, 50));
    }
}

void TestLimits::goesToAnotherConnectionWithOneSessionOnEach()
{
    const Limited server({QStringLiteral("MaxSessions 1")});
    const auto first = server.connection->start(QStringLiteral("cat"));
    QSignalSpy firstOutput(first.get(), &RemoteProcess::readyOutput);
    first->write("first");
    QTRY_COMPARE(firstOutput.count(), 1);
    // It runs on, and so does what is asked for meanwhile, elsewhere.
    const auto second = server.connection->start(QStringLiteral("cat"));
    QSignalSpy secondOutput(second.get(), &RemoteProcess::readyOutput);
    second->write("second");
    QTRY_COMPARE(secondOutput.count(), 1);
    QCOMPARE(secondOutput.first().first().toByteArray(), "second");
    const auto third = await(server.connection->exec(QStringLiteral("echo third")));
    QVERIFY2(third, explain(third));
    QCOMPARE(server.connection->connections(), 3);
    // The processes follow their input wherever they are.
    second->write(" again");
    QTRY_COMPARE(secondOutput.count(), 2);
    first->write(" again");
    QTRY_COMPARE(firstOutput.count(), 2);
}

void TestLimits::waitsWhenAllConnectionsAreFull()
{
    const Limited server({QStringLiteral("MaxSessions 1")});
    std::vector<std::unique_ptr<RemoteProcess>> running;
    for (int number = 0; number < 3; ++number) {
        running.push_back(server.connection->start(QStringLiteral("echo up; cat")));
        QSignalSpy output(running.back().get(), &RemoteProcess::readyOutput);
        QTRY_COMPARE(output.count(), 1);
    }
    const auto waiting = server.connection->exec(QStringLiteral("echo late"));
    const auto impatient = await(
        server.connection->exec(QStringLiteral("echo never"), {.timeout = 300ms}));
    QVERIFY(!impatient);
    QCOMPARE(impatient.error().code, Error::Code::TimedOut);
    QVERIFY(!waiting.isFinished());
    // Whichever has room first takes it.
    running[2]->closeInput();
    const auto result = await(waiting);
    QVERIFY2(result, explain(result));
    QCOMPARE(result->out, "late\n");
}

void TestLimits::endsWhatWaits()
{
    Limited server({QStringLiteral("MaxSessions 1")});
    std::vector<QFuture<Result<ExecResult>>> running;
    for (int number = 0; number < 6; ++number) {
        running.push_back(server.connection->exec(QStringLiteral("sleep 30")));
    }
    QTRY_COMPARE(server.connection->connections(), 3);
    server.connection->close();
    for (const auto &future : running) {
        const auto result = await(future);
        QVERIFY(!result);
        QCOMPARE(result.error().code, Error::Code::Cancelled);
    }
}

void TestLimits::waitsForACommandThatOutlivesItsChannel()
{
    const Limited server({QStringLiteral("MaxSessions 1")});
    Session session(server.sshd.destination());
    QVERIFY(await(session.open()));
    // sshd counts the session until its command has ended, whatever became of the channel.
    const auto stubborn = await(
        session.exec(QStringLiteral("trap '' TERM HUP; sleep 1"), {.timeout = 200ms}));
    QVERIFY(!stubborn);
    const auto next = await(session.exec(QStringLiteral("echo next")));
    QVERIFY2(next, explain(next));
    QCOMPARE(next->out, "next\n");
}

void TestLimits::doubtsALimitAfterAWhile()
{
    const Limited server({QStringLiteral("MaxSessions 2")});
    Session session(server.sshd.destination());
    QVERIFY(await(session.open()));
    // One of the two places is a command's whose channel has been closed.
    const auto stubborn = await(
        session.exec(QStringLiteral("trap '' TERM HUP; sleep 3"), {.timeout = 300ms}));
    QVERIFY(!stubborn);
    const auto lasting = session.start(QStringLiteral("echo up; cat"));
    QSignalSpy output(lasting.get(), &RemoteProcess::readyOutput);
    QTRY_COMPARE(output.count(), 1);
    // The refusal looks as if one channel were the limit; the place is free after three seconds,
    // while the other command runs on.
    const auto next = await(session.exec(QStringLiteral("echo next")));
    QVERIFY2(next, explain(next));
    QCOMPARE(next->out, "next\n");
    QCOMPARE(output.count(), 1);
    QVERIFY(server.sshd.log().contains(QLatin1String("no more sessions")));
}

void TestLimits::triesAgainWhileTooManyAreStarting()
{
    const Limited server({QStringLiteral("MaxStartups 1"), QStringLiteral("LoginGraceTime 120")});
    QVERIFY2(server.opened, explain(server.opened));
    QTcpSocket idle;
    QVERIFY(takeThePlace(idle, server.sshd.port()));
    Session session(server.sshd.destination());
    const auto opening = session.open();
    QTRY_VERIFY2(server.sshd.log().contains(QLatin1String("maxstartups"), Qt::CaseInsensitive),
                 qPrintable(server.sshd.log()));
    session.setReconnecting(false); // does not concern an attempt under way
    QVERIFY(!opening.isFinished());
    idle.abort();
    const auto opened = await(opening);
    QVERIFY2(opened, explain(opened));
}

void TestLimits::saysThatTooManyAreStarting()
{
    const Limited server({QStringLiteral("MaxStartups 1"), QStringLiteral("LoginGraceTime 120")});
    QTcpSocket idle;
    QVERIFY(takeThePlace(idle, server.sshd.port()));
    Destination destination = server.sshd.destination();
    destination.connectTimeout = 3s; // 1 s is what a busy server takes to refuse
    Session session(destination);
    const auto opened = await(session.open());
    QVERIFY(!opened);
    QCOMPARE(opened.error().code, Error::Code::Unavailable);
    QVERIFY2(opened.error().message.contains(QLatin1String("too many are starting")),
             explain(opened));
}

void TestLimits::namesAForwardingThatIsOff_data()
{
    QTest::addColumn<QString>("line");
    QTest::addColumn<bool>("isSocket");
    QTest::newRow("ports") << QStringLiteral("AllowTcpForwarding no") << false;
    QTest::newRow("sockets") << QStringLiteral("AllowStreamLocalForwarding no") << true;
    QTest::newRow("all, port") << QStringLiteral("DisableForwarding yes") << false;
    QTest::newRow("all, socket") << QStringLiteral("DisableForwarding yes") << true;
}

void TestLimits::namesAForwardingThatIsOff()
{
    QFETCH(const QString, line);
    QFETCH(const bool, isSocket);
    const Limited server({line});
    const SocketServer echo(&SocketServer::echo);
    const auto target = isSocket ? StreamTarget::socket(server.sshd.path(QStringLiteral("socket")))
                                 : StreamTarget::tcp(QStringLiteral("127.0.0.1"), echo.port());
    const auto stream = await(server.connection->stream(target));
    QVERIFY(!stream);
    QCOMPARE(stream.error().code, Error::Code::ForwardingRefused);
    QVERIFY2(stream.error().message.contains(QLatin1String("does not allow")), explain(stream));
    QVERIFY2(stream.error().message.contains(isSocket ? target.name : QString::number(echo.port())),
             explain(stream));
    // Everything else works.
    const auto result = await(server.connection->exec(QStringLiteral("echo on")));
    QVERIFY2(result, explain(result));
}

void TestLimits::getsWhatAForcedCommandSays()
{
    const Limited server(
        {QStringLiteral("ForceCommand echo \"only this: $SSH_ORIGINAL_COMMAND\"")});
    // What is asked for first comes with a mark for chatty shells; nobody says it, so there is none
    // any more.
    const auto first = await(server.connection->exec(QStringLiteral("rm -rf everything")));
    QVERIFY2(first, explain(first));
    QVERIFY(first->out.startsWith("only this: ") && first->out.endsWith(" rm -rf everything\n"));
    const auto result = await(server.connection->exec(QStringLiteral("rm -rf everything")));
    QVERIFY2(result, explain(result));
    QCOMPARE(result->out, "only this: rm -rf everything\n");
    QCOMPARE(result->exitStatus, 0);
}

void TestLimits::namesASubsystemThatIsNotThere()
{
    const Limited server({});
    const auto stream = await(
        server.connection->stream(StreamTarget::subsystem(QStringLiteral("nosuch"))));
    QVERIFY(!stream);
    QCOMPARE(stream.error().code, Error::Code::ChannelRefused);
    QVERIFY2(stream.error().message.contains(QLatin1String("nosuch")), explain(stream));
    const auto result = await(server.connection->exec(QStringLiteral("echo on")));
    QVERIFY2(result, explain(result));
}

void TestLimits::comesBackToAServerThatClosesIdleConnections()
{
    const Limited server(
        {QStringLiteral("ChannelTimeout *=3s"), QStringLiteral("UnusedConnectionTimeout 3s")});
    server.connection->setReconnecting(true);
    QTRY_COMPARE(server.connection->state(), SessionState::Ready);
    QSignalSpy states(server.connection.get(), &Connection::stateChanged);
    QTRY_VERIFY_WITH_TIMEOUT(states.count() >= 1, 20'000);
    QCOMPARE(states.first().first().value<SessionState>(), SessionState::Lost);
    const auto result = await(server.connection->exec(QStringLiteral("echo back")));
    QVERIFY2(result, explain(result));
    QCOMPARE(result->out, "back\n");
}

QTEST_GUILESS_MAIN(TestLimits)
#include "tst_limits.moc"
