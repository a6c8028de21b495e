// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/ssh/pool/pooledconnection.h"
#include "tests/backend/ssh/await.h"
#include "tests/backend/ssh/testasker.h"
#include "tests/support/faultproxy.h"
#include "tests/support/testsshd.h"

#include <QElapsedTimer>
#include <QFile>
#include <QProcess>
#include <QTest>

#include <sys/prctl.h>
#include <sys/socket.h>

#include <csignal>

using namespace Atelier;
using namespace Atelier::Ssh;
using namespace std::chrono_literals;
using Test::await;
using Test::explain;
using Test::FaultProxy;

namespace {

/** Of a command that says it first. */
QByteArray clientPort(const Stream &stream)
{
    QByteArray line;
    for (char byte = 0; ::recv(stream.descriptor->get(), &byte, 1, 0) == 1 && byte != '\n';) {
        line += byte;
    }
    return line.split(' ').value(1);
}

const StreamTarget &echoing()
{
    static const StreamTarget target =
        StreamTarget::command(QStringLiteral("echo $SSH_CONNECTION; cat")).asBulk();
    return target;
}

} // namespace

/** When the bulk streams of a pooled connection go by OpenSSH's client, and when they don't. What
 * such a stream does is in tst_connectioncontract. */
class TestPoolBulk final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();

    void carriesBulkNearby();
    void closesWhatHasNothingToDo();
    void leavesFarServersToLibssh2();
    void leavesLoginsThatAskSomebodyToLibssh2();
    void leavesLoginsByAnAgentToLibssh2();
    void offersOnlyTheKeyFileThatWasAccepted();
    void goesOnWithoutTheProgram_data();
    void goesOnWithoutTheProgram();
    void triesARefusedLoginOnlyOnce();
    void verifiesTheKeyThatTheSessionAccepted();
    void findsADeadLinkWhenTheNetworkReturns();
    void carriesAgainAfterALoss();
    void staysWhereTheDestinationStays();
    void followsTheDestination();
    void carriesThroughAJumpHost();

private:
    [[nodiscard]] qsizetype logins() const
    {
        return m_sshd->log().count(QLatin1String("Accepted publickey"));
    }
    [[nodiscard]] QString script(const QByteArray &text) const;

    std::unique_ptr<Test::TestSshd> m_sshd;
    std::unique_ptr<FaultProxy> m_proxy;
    Destination m_destination;
};

void TestPoolBulk::init()
{
    m_sshd = std::make_unique<Test::TestSshd>(QStringList{QStringLiteral("PerSourcePenalties no")});
    QVERIFY2(m_sshd->start(), qPrintable(m_sshd->error()));
    m_proxy = std::make_unique<FaultProxy>(m_sshd->port());
    m_destination = m_sshd->destination();
    m_destination.port = m_proxy->port();
}

void TestPoolBulk::cleanup()
{
    m_proxy.reset();
    m_sshd.reset();
}

QString TestPoolBulk::script(const QByteArray &text) const
{
    QFile file(m_sshd->path(QStringLiteral("program")));
    if (!file.open(QIODevice::WriteOnly) || file.write("#!/bin/sh\n" + text + '\n') < 0
        || !file.setPermissions(QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner)) {
        qFatal("No script can be written.");
    }
    return file.fileName();
}

void TestPoolBulk::carriesBulkNearby()
{
    PooledConnection connection(m_destination);
    QVERIFY(await(connection.open()));
    const auto first = await(connection.stream(echoing()));
    QVERIFY2(first, explain(first));
    QVERIFY(connection.isCarried());
    QCOMPARE(connection.connections(), 2);
    const QByteArray port = clientPort(*first);
    // Further ones share it.
    const auto second = await(connection.stream(echoing()));
    QVERIFY2(second, explain(second));
    QCOMPARE(clientPort(*second), port);
    QCOMPARE(m_proxy->connections(), 2);
    // Everything else stays with libssh2.
    const auto result = await(connection.exec(QStringLiteral("echo $SSH_CONNECTION")));
    QVERIFY2(result, explain(result));
    QVERIFY(result->out.split(' ').value(1) != port);
    const auto quiet = await(
        connection.stream(StreamTarget::command(QStringLiteral("echo $SSH_CONNECTION"))));
    QVERIFY2(quiet, explain(quiet));
    QVERIFY(clientPort(*quiet) != port);
}

void TestPoolBulk::closesWhatHasNothingToDo()
{
    PooledConnection connection(m_destination, nullptr, 300ms);
    QVERIFY(await(connection.open()));
    for (int round = 0; round < 2; ++round) {
        const auto stream = await(connection.stream(echoing()));
        QVERIFY2(stream, explain(stream));
        QVERIFY(connection.isCarried());
        stream->descriptor->reset();
        const auto end = await(stream->end);
        QVERIFY2(end, explain(end));
        QTRY_VERIFY(!connection.isCarried());
        QTRY_COMPARE(m_proxy->openConnections(), 1);
    }
}

void TestPoolBulk::leavesFarServersToLibssh2()
{
    m_proxy->setDelay(10ms);
    PooledConnection connection(m_destination);
    QVERIFY(await(connection.open()));
    const auto stream = await(connection.stream(echoing()));
    QVERIFY2(stream, explain(stream));
    QVERIFY(!connection.isCarried());
    QCOMPARE(connection.connections(), 2);
}

void TestPoolBulk::leavesLoginsThatAskSomebodyToLibssh2()
{
    m_destination.asker = std::make_shared<Test::TestAsker>(QStringLiteral("open sesame"));
    const QString key = m_sshd->makeKey(QStringLiteral("locked"),
                                        {QStringLiteral("-t"),
                                         QStringLiteral("ed25519"),
                                         QStringLiteral("-N"),
                                         QStringLiteral("open sesame")});
    m_sshd->authorize(key);
    m_destination.identityFiles = {key};
    PooledConnection connection(m_destination);
    const auto opened = await(connection.open());
    QVERIFY2(opened, explain(opened));
    const auto stream = await(connection.stream(echoing()));
    QVERIFY2(stream, explain(stream));
    QVERIFY(!connection.isCarried());
    QCOMPARE(logins(), 2);
    QVERIFY(!m_sshd->log().contains(QLatin1String("Failed")));
}

void TestPoolBulk::leavesLoginsByAnAgentToLibssh2()
{
    const QString socket = m_sshd->path(QStringLiteral("agent"));
    QProcess agent;
    agent.setChildProcessModifier([] { ::prctl(PR_SET_PDEATHSIG, SIGKILL); });
    agent.start(QStringLiteral("ssh-agent"), {QStringLiteral("-D"), QStringLiteral("-a"), socket});
    QTRY_VERIFY(QFile::exists(socket));
    QProcess add;
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    environment.insert(QStringLiteral("SSH_AUTH_SOCK"), socket);
    add.setProcessEnvironment(environment);
    add.start(QStringLiteral("ssh-add"), {m_sshd->keyFile()});
    QVERIFY(add.waitForFinished(20'000));
    QVERIFY2(add.exitCode() == 0, add.readAllStandardError().constData());
    m_destination.agentSocket = socket;
    // Also where a file names the agent's key.
    const QStringList named{m_sshd->keyFile()};
    for (const QStringList &files : {QStringList(), named}) {
        m_destination.identityFiles = files;
        PooledConnection connection(m_destination);
        const auto opened = await(connection.open());
        QVERIFY2(opened, explain(opened));
        const auto stream = await(connection.stream(echoing()));
        QVERIFY2(stream, explain(stream));
        QVERIFY(!connection.isCarried());
        QCOMPARE(connection.connections(), 2);
    }
    agent.kill();
    QVERIFY(agent.waitForFinished());
}

void TestPoolBulk::offersOnlyTheKeyFileThatWasAccepted()
{
    const QString other = m_sshd->makeKey(QStringLiteral("other"),
                                          {QStringLiteral("-t"), QStringLiteral("ed25519")});
    m_destination.identityFiles = {other, m_sshd->keyFile()};
    m_destination.agentSocket = m_sshd->path(QStringLiteral("nobody")); // and so the file is used
    const QString words = m_sshd->path(QStringLiteral("words"));
    PooledConnection connection(
        m_destination,
        nullptr,
        30s,
        script(R"(printf '%s\n' "$@" > ')" + words.toUtf8() + R"('; exec ssh "$@")"));
    QVERIFY(await(connection.open()));
    const auto stream = await(connection.stream(echoing()));
    QVERIFY2(stream, explain(stream));
    QVERIFY(connection.isCarried());
    QFile file(words);
    QVERIFY(file.open(QIODevice::ReadOnly));
    const QByteArray said = file.readAll();
    QCOMPARE(said.count("IdentityFile="), 1);
    QVERIFY2(said.contains(QByteArray("IdentityFile=\"" + m_sshd->keyFile().toUtf8() + '"')), said);
    QVERIFY2(said.contains("IdentityAgent=none\n"), said);
    QVERIFY2(said.contains("IdentitiesOnly=yes\n"), said);
    QCOMPARE(logins(), 2);
}

void TestPoolBulk::goesOnWithoutTheProgram_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::newRow("missing") << QByteArray();
    QTest::newRow("old") << QByteArray("echo 'Bad configuration option: logverbose' >&2; exit 255");
    QTest::newRow("hangs") << QByteArray("exec sleep 600");
    // Says of no channel what became of it.
    QTest::newRow("speaks otherwise")
        << QByteArray(R"(exec ssh $(printf '%s\n' "$@" | sed /LogVerbose/d))");
}

void TestPoolBulk::goesOnWithoutTheProgram()
{
    QFETCH(const QByteArray, text);
    PooledConnection connection(
        m_destination, nullptr, 30s, text.isEmpty() ? QStringLiteral("/nowhere") : script(text));
    QVERIFY(await(connection.open()));
    QElapsedTimer watch;
    watch.start();
    const auto stream = await(connection.stream(echoing()));
    QVERIFY2(stream, explain(stream));
    QCOMPARE_LT(watch.elapsed(), 8'000);
    QVERIFY(!connection.isCarried());
    // Nobody waits a second time.
    watch.start();
    const auto again = await(connection.stream(echoing()));
    QVERIFY2(again, explain(again));
    QCOMPARE_LT(watch.elapsed(), 1'500);
    QCOMPARE(connection.connections(), 3);
}

void TestPoolBulk::triesARefusedLoginOnlyOnce()
{
    PooledConnection connection(m_destination);
    QVERIFY(await(connection.open()));
    QVERIFY(QFile::remove(m_sshd->path(QStringLiteral("authorized_keys"))));
    for (int round = 0; round < 3; ++round) {
        const auto stream = await(connection.stream(echoing()));
        QVERIFY2(stream, explain(stream));
    }
    QVERIFY(!connection.isCarried());
    QCOMPARE(connection.state(), SessionState::Ready);
    // Once for OpenSSH's client, and once for each further connection of libssh2's.
    QCOMPARE_LE(m_proxy->connections(), 4);
}

void TestPoolBulk::verifiesTheKeyThatTheSessionAccepted()
{
    // Somebody else answers OpenSSH's client, and would let it in.
    Test::TestSshd other;
    QVERIFY2(other.start(), qPrintable(other.error()));
    other.authorize(m_sshd->keyFile());
    const QByteArray elsewhere = "s/^" + QByteArray::number(m_proxy->port()) + "$/"
                                 + QByteArray::number(other.port()) + '/';
    const QString program = script(R"(exec ssh $(printf '%s\n' "$@" | sed ')" + elsewhere + "')");
    PooledConnection connection(m_destination, nullptr, 30s, program);
    QVERIFY(await(connection.open()));
    const auto stream = await(connection.stream(echoing()));
    QVERIFY2(stream, explain(stream));
    QVERIFY(!connection.isCarried());
    QVERIFY(other.log().contains(QLatin1String("Connection from")));
    QVERIFY(!other.log().contains(QLatin1String("userauth-request")));
}

void TestPoolBulk::findsADeadLinkWhenTheNetworkReturns()
{
    PooledConnection connection(m_destination);
    QVERIFY(await(connection.open()));
    const auto stream = await(connection.stream(echoing()));
    QVERIFY2(stream, explain(stream));
    QVERIFY(connection.isCarried());
    connection.checkLink();
    // Longer than a sign of life may take.
    QVERIFY(await(connection.exec(QStringLiteral("sleep 2"))));
    QVERIFY(connection.isCarried());
    m_proxy->stall();
    QElapsedTimer watch;
    watch.start();
    connection.checkLink();
    const auto end = await(stream->end);
    QVERIFY(!end);
    QCOMPARE(end.error().code, Error::Code::ConnectionLost);
    QCOMPARE_LT(watch.elapsed(), 4'000);
    m_proxy->release();
}

void TestPoolBulk::carriesAgainAfterALoss()
{
    PooledConnection connection(m_destination);
    connection.setReconnecting(true);
    QVERIFY(await(connection.open()));
    const auto stream = await(connection.stream(echoing()));
    QVERIFY2(stream, explain(stream));
    m_proxy->cut(FaultProxy::Fault::Reset);
    const auto end = await(stream->end);
    QVERIFY(!end);
    QCOMPARE(end.error().code, Error::Code::ConnectionLost);
    QTRY_VERIFY(!connection.isCarried());
    QTRY_COMPARE(connection.connections(), 1);
    const auto again = await(connection.stream(echoing()));
    QVERIFY2(again, explain(again));
    QVERIFY(connection.isCarried());
    connection.close();
    const auto closed = await(again->end);
    QVERIFY(!closed);
    QCOMPARE(closed.error().code, Error::Code::Cancelled);
    QVERIFY(!connection.isCarried());
}

void TestPoolBulk::staysWhereTheDestinationStays()
{
    PooledConnection connection(m_destination);
    QVERIFY(await(connection.open()));
    const auto first = await(connection.stream(echoing()));
    QVERIFY2(first, explain(first));
    m_destination.keepAlive = 20s;
    connection.setDestination(m_destination);
    QVERIFY(connection.isCarried());
    const auto second = await(connection.stream(echoing()));
    QVERIFY2(second, explain(second));
    QCOMPARE(clientPort(*second), clientPort(*first));
    QCOMPARE(m_proxy->connections(), 2);
}

void TestPoolBulk::followsTheDestination()
{
    Test::TestSshd other;
    QVERIFY2(other.start(), qPrintable(other.error()));
    PooledConnection connection(m_destination);
    connection.setReconnecting(true);
    QVERIFY(await(connection.open()));
    const auto busy = await(connection.stream(echoing()));
    QVERIFY2(busy, explain(busy));
    QVERIFY(!clientPort(*busy).isEmpty());
    connection.setDestination(other.destination());
    // While the first one is where it was, libssh2 leads to the new place.
    const auto next = await(connection.stream(echoing()));
    QVERIFY2(next, explain(next));
    QVERIFY(!connection.isCarried());
    QVERIFY(other.log().contains(QLatin1String("Accepted publickey")));
    QVERIFY(::send(busy->descriptor->get(), "- goes on\n", 10, MSG_NOSIGNAL) == 10);
    QCOMPARE(clientPort(*busy), "goes");
    m_proxy->cut(FaultProxy::Fault::Reset);
    QTRY_VERIFY(busy->end.isFinished());
    // Then the first one comes back there, and it is carried again.
    const auto carries = [&] {
        return await(connection.stream(echoing())).has_value() && connection.isCarried();
    };
    QTRY_VERIFY(carries());
}

void TestPoolBulk::carriesThroughAJumpHost()
{
    Test::TestSshd hop;
    QVERIFY2(hop.start(), qPrintable(hop.error()));
    m_destination.jumps = {hop.destination()};
    PooledConnection connection(m_destination);
    const auto opened = await(connection.open());
    QVERIFY2(opened, explain(opened));
    const auto stream = await(connection.stream(echoing()));
    QVERIFY2(stream, explain(stream));
    QVERIFY(connection.isCarried());
    QCOMPARE(hop.log().count(QLatin1String("Accepted publickey")), 2);
}

QTEST_GUILESS_MAIN(TestPoolBulk)
#include "tst_poolbulk.moc"
