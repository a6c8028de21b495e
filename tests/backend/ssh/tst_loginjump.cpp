// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/ssh/session.h"
#include "tests/backend/ssh/await.h"
#include "tests/backend/ssh/sockets.h"
#include "tests/backend/ssh/testasker.h"
#include "tests/support/testsshd.h"

#include <QElapsedTimer>
#include <QSignalSpy>
#include <QTest>

#include <algorithm>

using namespace Atelier;
using namespace Atelier::Ssh;
using namespace std::chrono_literals;
using Test::await;
using Test::explain;
using Test::TestAsker;

/** Through one or several servers to another (ProxyJump), all of them real. */
class TestLoginJump final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();

    void goesThroughHops_data();
    void goesThroughHops();
    void movesMuchDataThroughHops();
    void refusesAWrongHostKeyAtAHop_data();
    void refusesAWrongHostKeyAtAHop();
    void refusesAWrongHostKeyBehindAHop();
    void namesAHopThatIsNotThere_data();
    void namesAHopThatIsNotThere();
    void namesAHopThatRefusesTheKey();
    void namesAHopThatDoesNotForward();
    void namesAHopThatCannotReachTheNext();
    void namesASilentServerBehindAHop();
    void findsADeadHop();
    void namesAHopThatBreaks();
    void buildsTheWayAgain();
    void asksTheSamePersonForEachHop();
    void isClosedAtOnceOnTheWay();
    void leavesNothingOpenBehind();

private:
    [[nodiscard]] Destination through(const QList<int> &hops) const;
    [[nodiscard]] QString nameOf(int hop) const;

    std::vector<std::unique_ptr<Test::TestSshd>> m_sshds; ///< two hops and the destination
};

void TestLoginJump::init()
{
    for (int index = 0; index < 3; ++index) {
        m_sshds.push_back(
            std::make_unique<Test::TestSshd>(QStringList{QStringLiteral("PerSourcePenalties no")}));
        QVERIFY2(m_sshds.back()->start(), qPrintable(m_sshds.back()->error()));
    }
}

void TestLoginJump::cleanup()
{
    m_sshds.clear();
}

Destination TestLoginJump::through(const QList<int> &hops) const
{
    Destination destination = m_sshds.at(2)->destination();
    for (const int hop : hops) {
        destination.jumps.push_back(m_sshds.at(static_cast<std::size_t>(hop))->destination());
    }
    return destination;
}

QString TestLoginJump::nameOf(int hop) const
{
    return QStringLiteral("The jump host 127.0.0.1:%1: ")
        .arg(m_sshds.at(static_cast<std::size_t>(hop))->port());
}

void TestLoginJump::goesThroughHops_data()
{
    QTest::addColumn<QList<int>>("hops");
    QTest::newRow("one") << QList<int>{0};
    QTest::newRow("two") << QList<int>{0, 1};
}

void TestLoginJump::goesThroughHops()
{
    QFETCH(const QList<int>, hops);
    Session session(through(hops));
    const auto opened = await(session.open());
    QVERIFY2(opened, explain(opened));
    const auto result = await(session.exec(QStringLiteral("echo $SSH_CONNECTION")));
    QVERIFY2(result, explain(result));
    QVERIFY(result->out.contains(QByteArray::number(m_sshds.at(2)->port())));
    for (const int hop : hops) {
        QVERIFY(m_sshds.at(static_cast<std::size_t>(hop))
                    ->log()
                    .contains(QLatin1String("Accepted publickey")));
    }
}

void TestLoginJump::movesMuchDataThroughHops()
{
    Session session(through({0, 1}));
    QVERIFY(await(session.open()));
    const auto sum = await(
        session.exec(QStringLiteral("cksum"), {.input = QByteArray(5'000'000, 'x')}), 60'000);
    QVERIFY2(sum, explain(sum));
    QVERIFY2(sum->out.contains(" 5000000"), sum->out.constData());
    const auto much = await(session.exec(QStringLiteral("head -c 8000000 /dev/zero")), 60'000);
    QVERIFY2(much, explain(much));
    QCOMPARE(much->out.size(), 8'000'000);
}

void TestLoginJump::refusesAWrongHostKeyAtAHop_data()
{
    QTest::addColumn<int>("wrong");
    QTest::newRow("first") << 0;
    QTest::newRow("second") << 1;
}

void TestLoginJump::refusesAWrongHostKeyAtAHop()
{
    QFETCH(const int, wrong);
    Destination destination = through({0, 1});
    destination.jumps[static_cast<std::size_t>(wrong)].hostKeys = {m_sshds.at(2)->hostKey()};
    Session session(destination);
    session.setReconnecting(true);
    const auto opened = await(session.open());
    QVERIFY(!opened);
    QCOMPARE(opened.error().code, Error::Code::HostKeyChanged);
    QVERIFY2(opened.error().message.startsWith(nameOf(wrong)), explain(opened));
    QCOMPARE(opened.error().message.count(QLatin1String("jump host")), 1);
    QTRY_COMPARE(session.state(), SessionState::Failed);
    const QString log = m_sshds.at(static_cast<std::size_t>(wrong))->log();
    QVERIFY2(!log.contains(QLatin1String("userauth-request")), qPrintable(log));
    QVERIFY(!m_sshds.at(2)->log().contains(QLatin1String("Connection from")));
}

void TestLoginJump::refusesAWrongHostKeyBehindAHop()
{
    Destination destination = through({0});
    destination.hostKeys = {m_sshds.at(0)->hostKey()};
    Session session(destination);
    const auto opened = await(session.open());
    QVERIFY(!opened);
    QCOMPARE(opened.error().code, Error::Code::HostKeyChanged);
    QVERIFY2(!opened.error().message.contains(QLatin1String("jump host")), explain(opened));
    QVERIFY(!m_sshds.at(2)->log().contains(QLatin1String("userauth-request")));
}

void TestLoginJump::namesAHopThatIsNotThere_data()
{
    QTest::addColumn<int>("missing");
    QTest::newRow("first") << 0;
    QTest::newRow("second") << 1;
}

void TestLoginJump::namesAHopThatIsNotThere()
{
    QFETCH(const int, missing);
    m_sshds.at(static_cast<std::size_t>(missing))->stop();
    Session session(through({0, 1}));
    const auto opened = await(session.open());
    QVERIFY(!opened);
    // The second is asked for by the first, which says so.
    QCOMPARE(opened.error().code,
             missing == 0 ? Error::Code::ConnectionRefused : Error::Code::ForwardingRefused);
    QVERIFY2(opened.error().message.startsWith(nameOf(0)), explain(opened));
    QVERIFY2(opened.error().message.contains(
                 QString::number(m_sshds.at(static_cast<std::size_t>(missing))->port())),
             explain(opened));
    QCOMPARE(opened.error().message.count(QLatin1String("jump host")), 1);
}

void TestLoginJump::namesAHopThatRefusesTheKey()
{
    Destination destination = through({0});
    destination.jumps.front().identityFiles = {m_sshds.at(1)->keyFile()};
    Session session(destination);
    const auto opened = await(session.open());
    QVERIFY(!opened);
    QCOMPARE(opened.error().code, Error::Code::AuthenticationRefused);
    QVERIFY2(opened.error().message.startsWith(nameOf(0)), explain(opened));
    QVERIFY2(opened.error().message.contains(m_sshds.at(1)->keyFile()), explain(opened));
}

void TestLoginJump::namesAHopThatDoesNotForward()
{
    Test::TestSshd closed({QStringLiteral("AllowTcpForwarding no")});
    QVERIFY2(closed.start(), qPrintable(closed.error()));
    Destination destination = through({});
    destination.jumps = {closed.destination()};
    Session session(destination);
    const auto opened = await(session.open());
    QVERIFY(!opened);
    QCOMPARE(opened.error().code, Error::Code::ForwardingRefused);
    QVERIFY2(opened.error().message.contains(QLatin1String("does not allow")), explain(opened));
    QVERIFY2(opened.error().message.contains(QString::number(closed.port())), explain(opened));
}

void TestLoginJump::namesAHopThatCannotReachTheNext()
{
    Destination destination = through({0});
    m_sshds.at(2)->stop();
    Session session(destination);
    const auto opened = await(session.open());
    QVERIFY(!opened);
    QCOMPARE(opened.error().code, Error::Code::ForwardingRefused);
    QVERIFY2(opened.error().message.startsWith(nameOf(0)), explain(opened));
    QVERIFY2(opened.error().message.contains(QString::number(destination.port)), explain(opened));
}

void TestLoginJump::namesASilentServerBehindAHop()
{
    const Test::SocketServer silent(
        [](int socket) { static_cast<void>(Test::receiveAll(socket)); });
    Destination destination = through({0});
    destination.port = silent.port();
    destination.connectTimeout = 700ms;
    Session session(destination);
    const auto opened = await(session.open());
    QVERIFY(!opened);
    QCOMPARE(opened.error().code, Error::Code::TimedOut);
    QVERIFY2(opened.error().message.contains(QString::number(silent.port())), explain(opened));
}

void TestLoginJump::findsADeadHop()
{
    Destination destination = through({0});
    destination.jumps.front().keepAlive = 2s; // what a busy machine may take to answer
    destination.keepAlive = 60s;              // only the hop's own keep-alive can tell
    Session session(destination);
    QVERIFY(await(session.open()));
    QTRY_COMPARE(session.state(), SessionState::Ready);
    m_sshds.at(0)->pause();
    QTRY_COMPARE_WITH_TIMEOUT(session.state(), SessionState::Lost, 10'000);
    QVERIFY2(session.lastError().message.startsWith(nameOf(0)),
             qPrintable(session.lastError().message));
    m_sshds.at(0)->resume();
}

void TestLoginJump::namesAHopThatBreaks()
{
    Session session(through({0, 1}));
    QVERIFY(await(session.open()));
    m_sshds.at(0)->killConnections();
    QTRY_COMPARE(session.state(), SessionState::Lost);
    QCOMPARE(session.lastError().code, Error::Code::ConnectionLost);
    QVERIFY2(session.lastError().message.startsWith(nameOf(0)),
             qPrintable(session.lastError().message));
}

void TestLoginJump::buildsTheWayAgain()
{
    Session session(through({0, 1}));
    session.setReconnecting(true);
    QVERIFY(await(session.open()));
    QTRY_COMPARE(session.state(), SessionState::Ready);
    for (const int broken : {0, 1, 2}) {
        // It may be lost for less than a look at it.
        QSignalSpy states(&session, &Session::stateChanged);
        m_sshds.at(static_cast<std::size_t>(broken))->killConnections();
        QTRY_VERIFY(std::ranges::any_of(states, [](const QList<QVariant> &change) {
            return change.first().value<SessionState>() == SessionState::Lost;
        }));
        QTRY_COMPARE_WITH_TIMEOUT(session.state(), SessionState::Ready, 20'000);
        const auto result = await(session.exec(QStringLiteral("echo back")));
        QVERIFY2(result, explain(result));
        QCOMPARE(result->out, "back\n");
    }
}

void TestLoginJump::asksTheSamePersonForEachHop()
{
    const QStringList locked{QStringLiteral("-t"),
                             QStringLiteral("ed25519"),
                             QStringLiteral("-a1"),
                             QStringLiteral("-N"),
                             QStringLiteral("words")};
    Destination destination = through({0});
    const QString hopKey = m_sshds.at(0)->makeKey(QStringLiteral("locked"), locked);
    m_sshds.at(0)->authorize(hopKey);
    const QString key = m_sshds.at(2)->makeKey(QStringLiteral("locked"), locked);
    m_sshds.at(2)->authorize(key);
    destination.identityFiles = {key};
    destination.jumps.front().identityFiles = {hopKey};
    const auto asker = std::make_shared<TestAsker>(QStringLiteral("words"));
    destination.asker = asker;
    Session session(destination);
    const auto opened = await(session.open());
    QVERIFY2(opened, explain(opened));
    QCOMPARE(asker->requests().size(), 2);
    QCOMPARE(asker->requests().first().subject, hopKey);
    QCOMPARE(asker->requests().last().subject, key);
    session.close();
    QVERIFY(await(session.open()));
    QCOMPARE(asker->requests().size(), 2); // the session remembers for its hops too
}

void TestLoginJump::isClosedAtOnceOnTheWay()
{
    m_sshds.at(1)->pause();
    Session session(through({0, 1}));
    const auto opening = session.open();
    QTRY_VERIFY(m_sshds.at(0)->log().contains(QLatin1String("Accepted publickey")));
    QElapsedTimer timer;
    timer.start();
    session.close();
    const auto opened = await(opening);
    QVERIFY(!opened);
    QCOMPARE(opened.error().code, Error::Code::Cancelled);
    QCOMPARE_LT(timer.elapsed(), 1000);
    m_sshds.at(1)->resume();
}

void TestLoginJump::leavesNothingOpenBehind()
{
    {
        Session session(through({0, 1}));
        QVERIFY(await(session.open()));
        // One that ends while sshd forks leaves no word in its log.
        QVERIFY(await(session.exec(QStringLiteral("true"))));
    }
    for (const auto &sshd : m_sshds) {
        QTRY_VERIFY2(sshd->log().contains(QLatin1String("Disconnected from user"))
                         || sshd->log().contains(QLatin1String("Connection closed by")),
                     qPrintable(sshd->log()));
    }
}

QTEST_GUILESS_MAIN(TestLoginJump)
#include "tst_loginjump.moc"
