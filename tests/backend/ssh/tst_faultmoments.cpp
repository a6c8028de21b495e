// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/ssh/session.h"
#include "tests/backend/ssh/await.h"
#include "tests/backend/ssh/faultscript.h"
#include "tests/support/faultproxy.h"
#include "tests/support/testsshd.h"

#include <QElapsedTimer>
#include <QSignalSpy>
#include <QTest>

using namespace Atelier;
using namespace Atelier::Ssh;
using namespace std::chrono_literals;
using Test::await;
using Test::explain;
using Test::FaultProxy;
using Test::FaultScript;
using Direction = FaultProxy::Direction;
using Fault = FaultProxy::Fault;

namespace {

constexpr std::chrono::milliseconds keepAlive = 700ms;

} // namespace

/** Faults at moments that no byte count of a connection's begin finds: while keys are exchanged
 * anew, while it closes, and while there is no network at all. */
class TestFaultMoments final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();

    void noticesFaultsAtNewKeys_data();
    void noticesFaultsAtNewKeys();
    void closesWhateverHappens_data();
    void closesWhateverHappens();
    void waitsForTheNetwork();
    void comesBackWithTheNetwork();
    void comesBackToALiveConnection();
    void triesAgainAfterARefusal();
    void triesAgainAfterACutLogin();

private:
    void begin(const QStringList &config = {});
    [[nodiscard]] int keyExchanges() const
    {
        return static_cast<int>(m_sshd->log().count(QLatin1String("SSH2_MSG_NEWKEYS received")));
    }

    std::unique_ptr<Test::TestSshd> m_sshd;
    std::unique_ptr<FaultProxy> m_proxy;
    std::unique_ptr<Session> m_session;
};

void TestFaultMoments::init()
{
    begin();
}

void TestFaultMoments::cleanup()
{
    m_session.reset();
    m_proxy.reset();
    m_sshd.reset();
}

void TestFaultMoments::begin(const QStringList &config)
{
    cleanup();
    m_sshd = std::make_unique<Test::TestSshd>(QStringList{QStringLiteral("PerSourcePenalties no")}
                                              + config);
    QVERIFY2(m_sshd->start(), qPrintable(m_sshd->error()));
    m_proxy = std::make_unique<FaultProxy>(m_sshd->port());
    Destination destination = m_sshd->destination();
    destination.port = m_proxy->port();
    destination.keepAlive = keepAlive;
    destination.connectTimeout = 2s;
    m_session = std::make_unique<Session>(destination);
}

void TestFaultMoments::noticesFaultsAtNewKeys_data()
{
    QTest::addColumn<int>("fault");
    QTest::addColumn<int>("way");
    QTest::addColumn<int>("distance"); // bytes behind the begin of the new key exchange
    for (const int way : {0, 1}) {
        const char *name = way == 0 ? "up" : "down";
        QTest::addRow("reset %s", name) << static_cast<int>(Fault::Reset) << way << 300;
        QTest::addRow("end %s", name) << static_cast<int>(Fault::End) << way << 900;
        QTest::addRow("stall %s", name) << static_cast<int>(Fault::Stall) << way << 600;
        QTest::addRow("corruption %s", name) << static_cast<int>(Fault::Flip) << way << 700;
        QTest::addRow("corruption of the length %s", name)
            << static_cast<int>(Fault::Flip) << way << 2;
    }
}

void TestFaultMoments::noticesFaultsAtNewKeys()
{
    QFETCH(const int, fault);
    QFETCH(const int, way);
    QFETCH(const int, distance);
    begin({QStringLiteral("RekeyLimit default 1s")});
    QVERIFY(await(m_session->open()));
    QVERIFY(await(m_session->exec(QStringLiteral("true"))));
    const auto direction = static_cast<Direction>(way);
    std::int64_t place = 0;
    const auto inject = [&] {
        place = m_proxy->bytes(direction, 1) + distance;
        m_proxy->clearFaults();
        m_proxy->inject(static_cast<Fault>(fault), direction, place, 1);
    };
    // The server begins it each second, by itself. Where it does so before the fault is in place,
    // the next time serves.
    const auto happens = [&] {
        const bool hasPassed = m_proxy->bytes(direction, 1) > place;
        if (hasPassed && m_proxy->faultsHappened() == 0) {
            inject();
        }
        return m_proxy->faultsHappened() == 1;
    };
    inject();
    QTRY_VERIFY_WITH_TIMEOUT(happens(), 10'000);
    QElapsedTimer watch;
    watch.start();
    QTRY_COMPARE_WITH_TIMEOUT(m_session->state(), SessionState::Lost, 15'000);
    qInfo("noticed after %lld ms: %s", watch.elapsed(), qPrintable(m_session->lastError().detail));
    QCOMPARE(m_session->lastError().code, Error::Code::ConnectionLost);
    FaultScript script(*m_session, 100'000);
    const auto again = script.run();
    QVERIFY2(again, explain(again));
    // And it lives through new keys when nothing is in the way.
    const int before = keyExchanges();
    QTRY_VERIFY_WITH_TIMEOUT(keyExchanges() > before, 10'000);
    const auto after = script.run();
    QVERIFY2(after, explain(after));
    QCOMPARE(m_proxy->connections(), 2);
}

void TestFaultMoments::closesWhateverHappens_data()
{
    QTest::addColumn<int>("fault");
    QTest::newRow("reset") << static_cast<int>(Fault::Reset);
    QTest::newRow("end") << static_cast<int>(Fault::End);
    QTest::newRow("stall") << static_cast<int>(Fault::Stall);
    QTest::newRow("corruption") << static_cast<int>(Fault::Flip);
}

void TestFaultMoments::closesWhateverHappens()
{
    QFETCH(const int, fault);
    FaultScript script(*m_session, 100'000);
    const auto first = script.run();
    QVERIFY2(first, explain(first));
    const auto open = await(
        m_session->stream(StreamTarget::command(QStringLiteral("echo on; sleep 600"))));
    QVERIFY2(open, explain(open));
    m_proxy->inject(
        static_cast<Fault>(fault), Direction::Up, m_proxy->bytes(Direction::Up, 1) + 3, 1);
    QElapsedTimer watch;
    watch.start();
    m_session->close();
    const auto end = await(open->end);
    QVERIFY(!end);
    QCOMPARE(end.error().code, Error::Code::Cancelled);
    QTRY_COMPARE(m_session->state(), SessionState::Disconnected);
    QCOMPARE_LT(watch.elapsed(), 2'000);
    m_proxy->clearFaults();
    const auto again = script.run();
    QVERIFY2(again, explain(again));
}

void TestFaultMoments::waitsForTheNetwork()
{
    m_proxy->setAway(true);
    QElapsedTimer watch;
    watch.start();
    const auto opened = await(m_session->open());
    QVERIFY(!opened);
    QCOMPARE(opened.error().code, Error::Code::TimedOut);
    QCOMPARE_GE(watch.elapsed(), 1'900);
    QCOMPARE_LT(watch.elapsed(), 6'000);
    m_proxy->setAway(false);
    FaultScript script(*m_session, 100'000);
    const auto again = script.run();
    QVERIFY2(again, explain(again));
}

void TestFaultMoments::comesBackWithTheNetwork()
{
    m_session->setReconnecting(true);
    FaultScript script(*m_session, 100'000);
    const auto first = script.run();
    QVERIFY2(first, explain(first));
    QTRY_COMPARE(m_session->state(), SessionState::Ready);
    QSignalSpy states(m_session.get(), &Connection::stateChanged);
    QElapsedTimer watch;
    watch.start();
    m_proxy->setAway(true);
    QTRY_VERIFY_WITH_TIMEOUT(!states.isEmpty(), 10'000);
    qInfo("noticed after %lld ms that the network is away", watch.elapsed());
    QCOMPARE_LT(watch.elapsed(), (3 * keepAlive.count()) + 4'000);
    QTRY_COMPARE_WITH_TIMEOUT(m_session->lastError().code, Error::Code::TimedOut, 20'000);
    m_proxy->setAway(false);
    watch.start();
    QTRY_COMPARE_WITH_TIMEOUT(m_session->state(), SessionState::Ready, 20'000);
    qInfo("came back %lld ms after the network", watch.elapsed());
    const auto again = script.run();
    QVERIFY2(again, explain(again));
}

void TestFaultMoments::comesBackToALiveConnection()
{
    // Shorter than what counts as silence: the same connection goes on, and nothing is lost.
    QVERIFY(await(m_session->open()));
    const auto running = m_session->exec(QStringLiteral("sleep 1; printf whole"));
    m_proxy->setAway(true);
    QElapsedTimer watch;
    watch.start();
    QTRY_VERIFY(watch.elapsed() > keepAlive.count() / 2);
    m_proxy->setAway(false);
    const auto result = await(running);
    QVERIFY2(result, explain(result));
    QCOMPARE(result->out, "whole");
    QCOMPARE(m_proxy->connections(), 1);
}

void TestFaultMoments::triesAgainAfterARefusal()
{
    m_session->setReconnecting(true);
    m_proxy->setRefusing(true);
    const auto opened = await(m_session->open());
    QVERIFY(!opened);
    QCOMPARE(opened.error().code, Error::Code::ConnectionRefused);
    m_proxy->setRefusing(false);
    QTRY_COMPARE_WITH_TIMEOUT(m_session->state(), SessionState::Ready, 20'000);
}

void TestFaultMoments::triesAgainAfterACutLogin()
{
    // A login that was cut off is no refusal: that would end all attempts. Where its last message
    // is, a whole login tells; it has the same length each time but for a few bytes of padding.
    QVERIFY(await(m_session->open()));
    const auto whole = m_proxy->bytes(Direction::Up, 1);
    m_session->close();
    QTRY_COMPARE(m_session->state(), SessionState::Disconnected);
    m_session->setReconnecting(true);
    m_proxy->inject(Fault::Reset, Direction::Up, whole - 100, 2);
    const auto cut = await(m_session->open());
    QVERIFY(!cut);
    QCOMPARE(m_proxy->faultsHappened(), 1);
    QTRY_COMPARE_WITH_TIMEOUT(m_proxy->connections(), 3, 20'000);
    QTRY_COMPARE_WITH_TIMEOUT(m_session->state(), SessionState::Ready, 20'000);
}

QTEST_GUILESS_MAIN(TestFaultMoments)
#include "tst_faultmoments.moc"
