// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/ssh/remoteprocess.h"
#include "backend/ssh/session.h"
#include "tests/backend/ssh/await.h"
#include "tests/support/testsshd.h"

#include <QDir>
#include <QElapsedTimer>
#include <QFile>
#include <QSignalSpy>
#include <QTest>

using namespace Atelier;
using namespace Atelier::Ssh;
using namespace std::chrono_literals;
using Test::await;
using Test::explain;

/** Commands on a real sshd: streams, ends, limits. */
class TestSessionExec final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();

    void collectsOutputErrorAndStatus();
    void reportsTheSignalThatEndedACommand();
    void sendsInputAndItsEnd();
    void carriesTwentyMebibytesBothWays();
    void acceptsOutputUpToTheLimit();
    void refusesMoreOutputThanTheLimit();
    void endsACommandAtItsTimeout();
    void endsACommandByItsStopToken();
    void runsMoreCommandsThanTheServerAllowsAtOnce();
    void sleepsWhileNothingHappens();
    void cancelsRunningCommandsByClosing();

    void streamsAProcess();
    void reportsTheSignalOfAProcess();
    void holdsBackAProcessWhoseOutputNobodyTakes();
    void hangsUpAProcessThatIsDestroyed();
    void failsAProcessThatCannotStart();

private:
    Test::TestSshd m_sshd;
    std::unique_ptr<Session> m_session;
};

void TestSessionExec::initTestCase()
{
    QVERIFY2(m_sshd.start(), qPrintable(m_sshd.error()));
    m_session = std::make_unique<Session>(m_sshd.destination());
    const auto opened = await(m_session->open());
    QVERIFY2(opened, explain(opened));
}

void TestSessionExec::collectsOutputErrorAndStatus()
{
    const auto result = await(m_session->exec(QStringLiteral("echo out; echo err >&2; exit 7")));
    QVERIFY2(result, explain(result));
    QCOMPARE(result->out, "out\n");
    QCOMPARE(result->err, "err\n");
    QCOMPARE(result->exitStatus, 7);
    QVERIFY(result->signal.isEmpty());
}

void TestSessionExec::reportsTheSignalThatEndedACommand()
{
    const auto result = await(m_session->exec(QStringLiteral("kill -TERM $$")));
    QVERIFY2(result, explain(result));
    QCOMPARE(result->signal, QStringLiteral("TERM"));
}

void TestSessionExec::sendsInputAndItsEnd()
{
    const auto result = await(
        m_session->exec(QStringLiteral("tr a-z A-Z"), {.input = "some words"}));
    QVERIFY2(result, explain(result));
    QCOMPARE(result->out, "SOME WORDS");
    // Without any input the command sees its end at once.
    const auto empty = await(m_session->exec(QStringLiteral("cat; echo ended")));
    QVERIFY2(empty, explain(empty));
    QCOMPARE(empty->out, "ended\n");
}

void TestSessionExec::carriesTwentyMebibytesBothWays()
{
    QByteArray data(20 * 1024 * 1024, Qt::Uninitialized);
    for (qsizetype index = 0; index < data.size(); ++index) {
        data[index] = static_cast<char>((index * 2654435761U) >> 13U);
    }
    const auto result = await(
        m_session->exec(QStringLiteral("cat"), {.input = data, .maximumOutput = data.size()}),
        60'000);
    QVERIFY2(result, explain(result));
    QVERIFY(result->out == data);
}

void TestSessionExec::acceptsOutputUpToTheLimit()
{
    const auto result = await(
        m_session->exec(QStringLiteral("head -c 20971520 /dev/zero; head -c 5 /dev/zero >&2"),
                        {.maximumOutput = 20'971'520}));
    QVERIFY2(result, explain(result));
    QCOMPARE(result->out.size(), 20'971'520);
    QCOMPARE(result->err.size(), 5);
}

void TestSessionExec::refusesMoreOutputThanTheLimit()
{
    QElapsedTimer timer;
    timer.start();
    const auto result = await(
        m_session->exec(QStringLiteral("cat /dev/zero"), {.maximumOutput = 20 * 1024 * 1024}));
    QVERIFY(!result);
    QCOMPARE(result.error().code, Error::Code::Exhausted);
    QVERIFY(!result.error().message.isEmpty());
    // The endless command was ended, not left behind: the session still serves others.
    const auto after = await(m_session->exec(QStringLiteral("echo fine")));
    QVERIFY2(after, explain(after));
    QCOMPARE(after->out, "fine\n");
}

void TestSessionExec::endsACommandAtItsTimeout()
{
    const QString marker = m_sshd.path(QStringLiteral("timeout"));
    QElapsedTimer timer;
    timer.start();
    const auto result = await(m_session->exec(
        QStringLiteral(
            "exec >/dev/null 2>&1; trap 'touch %1; exit' TERM; while :; do sleep 0.05; done")
            .arg(marker),
        {.timeout = 300ms}));
    QVERIFY(!result);
    QCOMPARE(result.error().code, Error::Code::TimedOut);
    QVERIFY2(result.error().message.contains(QLatin1String("0.3")), explain(result));
    QCOMPARE_GE(timer.elapsed(), 300);
    QCOMPARE_LT(timer.elapsed(), 2000);
    // The command itself got a signal.
    QTRY_VERIFY(QFile::exists(marker));
}

void TestSessionExec::endsACommandByItsStopToken()
{
    const QString ready = m_sshd.path(QStringLiteral("stop-ready"));
    const QString marker = m_sshd.path(QStringLiteral("stopped"));
    std::stop_source source;
    const auto running = m_session->exec(
        QStringLiteral("exec >/dev/null 2>&1; trap 'touch %1; exit' TERM; touch %2; while :; do "
                       "sleep 0.05; done")
            .arg(marker, ready),
        {.stop = source.get_token()});
    QTRY_VERIFY(QFile::exists(ready));
    source.request_stop();
    const auto result = await(running);
    QVERIFY(!result);
    QCOMPARE(result.error().code, Error::Code::Cancelled);
    QTRY_VERIFY(QFile::exists(marker));
}

void TestSessionExec::runsMoreCommandsThanTheServerAllowsAtOnce()
{
    // MaxSessions is 10: the others wait for their turn.
    QList<QFuture<Result<ExecResult>>> futures;
    for (int number = 0; number < 30; ++number) {
        futures += m_session->exec(QStringLiteral("sleep 0.2; echo %1").arg(number));
    }
    for (int number = 0; number < 30; ++number) {
        const auto result = await(futures.at(number));
        QVERIFY2(result, explain(result));
        QCOMPARE(result->out, QByteArray::number(number) + '\n');
    }
}

void TestSessionExec::sleepsWhileNothingHappens()
{
    // Counted by the kernel for the thread that the session named "ssh".
    const auto switches = [] {
        qint64 sum = 0;
        const QStringList threads =
            QDir(QStringLiteral("/proc/self/task")).entryList(QDir::Dirs | QDir::NoDotAndDotDot);
        for (const QString &thread : threads) {
            QFile file(QStringLiteral("/proc/self/task/%1/status").arg(thread));
            if (!file.open(QIODevice::ReadOnly)) {
                continue;
            }
            const QByteArray status = file.readAll();
            if (status.startsWith("Name:\tssh\n")) {
                const QByteArray field("\nvoluntary_ctxt_switches:\t");
                const qsizetype begin = status.indexOf(field) + field.size();
                sum += status.mid(begin, status.indexOf('\n', begin) - begin).toLongLong();
            }
        }
        return sum;
    };
    Destination destination = m_sshd.destination();
    destination.keepAlive = 1s;
    Session session(destination);
    QVERIFY(await(session.open()));
    QVERIFY(await(session.exec(QStringLiteral("true"))));
    const qint64 before = switches();
    QVERIFY(before > 0);
    QElapsedTimer timer;
    timer.start();
    QTRY_VERIFY_WITH_TIMEOUT(timer.elapsed() >= 3500, 10'000);
    QCOMPARE(session.state(), SessionState::Ready);
    // Three questions and three answers, and a little for what was still under way; m_session
    // counts as well.
    QCOMPARE_LE(switches() - before, 12);
}

void TestSessionExec::cancelsRunningCommandsByClosing()
{
    Session session(m_sshd.destination());
    QVERIFY(await(session.open()));
    const QString ready = m_sshd.path(QStringLiteral("close-ready"));
    const QString marker = m_sshd.path(QStringLiteral("close-ended"));
    const auto running = session.exec(QStringLiteral("exec >/dev/null 2>&1; trap 'touch %1; exit' "
                                                     "HUP; touch %2; while :; do sleep 0.05; done")
                                          .arg(marker, ready));
    QTRY_VERIFY(QFile::exists(ready));
    session.close();
    const auto result = await(running);
    QVERIFY(!result);
    QCOMPARE(result.error().code, Error::Code::Cancelled);
    QTRY_VERIFY(QFile::exists(marker));
}

void TestSessionExec::streamsAProcess()
{
    const auto process = m_session->start(QStringLiteral("echo ready; cat; echo bye >&2; exit 3"));
    QSignalSpy started(process.get(), &RemoteProcess::started);
    QSignalSpy failed(process.get(), &RemoteProcess::failed);
    QSignalSpy finished(process.get(), &RemoteProcess::finished);
    QByteArray out;
    QByteArray err;
    connect(process.get(), &RemoteProcess::readyOutput, this, [&](const QByteArray &data) {
        out += data;
    });
    connect(process.get(), &RemoteProcess::readyError, this, [&](const QByteArray &data) {
        err += data;
    });
    QTRY_COMPARE(out, "ready\n");
    QCOMPARE(started.count(), 1);
    process->write("one ");
    QTRY_COMPARE(out, "ready\none ");
    process->write("two");
    process->closeInput();
    QTRY_COMPARE(finished.count(), 1);
    QCOMPARE(out, "ready\none two");
    QCOMPARE(err, "bye\n");
    QCOMPARE(finished.first().at(0).toInt(), 3);
    QCOMPARE(failed.count(), 0);
}

void TestSessionExec::reportsTheSignalOfAProcess()
{
    const auto process = m_session->start(QStringLiteral("kill -KILL $$"));
    QSignalSpy finished(process.get(), &RemoteProcess::finished);
    QTRY_COMPARE(finished.count(), 1);
    QCOMPARE(finished.first().at(1).toString(), QStringLiteral("KILL"));
}

void TestSessionExec::holdsBackAProcessWhoseOutputNobodyTakes()
{
    // Events are not delivered while this thread sleeps, so the session's thread has to stop
    // reading.
    const QString count = m_sshd.path(QStringLiteral("count"));
    const auto process = m_session->start(
        QStringLiteral("for i in $(seq 64); do head -c 1048576 /dev/zero; echo $i > %1; done")
            .arg(count));
    QSignalSpy finished(process.get(), &RemoteProcess::finished);
    qsizetype received = 0;
    connect(process.get(), &RemoteProcess::readyOutput, this, [&](const QByteArray &data) {
        received += data.size();
    });
    const auto written = [&] {
        QFile file(count);
        return file.open(QIODevice::ReadOnly) ? file.readAll().trimmed().toInt() : 0;
    };
    int last = -1;
    for (int quiet = 0; quiet < 10;) {
        QTest::qSleep(50);
        const int now = written();
        quiet = now == last ? quiet + 1 : 0;
        last = now;
    }
    QCOMPARE_LT(last, 16);
    QTRY_COMPARE_WITH_TIMEOUT(finished.count(), 1, 20'000);
    QCOMPARE(received, 64 * 1024 * 1024);
}

void TestSessionExec::hangsUpAProcessThatIsDestroyed()
{
    const QString ready = m_sshd.path(QStringLiteral("destroy-ready"));
    const QString marker = m_sshd.path(QStringLiteral("hung-up"));
    auto process = m_session->start(QStringLiteral("exec >/dev/null 2>&1; trap 'touch %1; exit' "
                                                   "HUP; touch %2; while :; do sleep 0.05; done")
                                        .arg(marker, ready));
    QTRY_VERIFY(QFile::exists(ready));
    process.reset();
    QTRY_VERIFY(QFile::exists(marker));
}

void TestSessionExec::failsAProcessThatCannotStart()
{
    Session session(m_sshd.destination());
    const auto process = session.start(QStringLiteral("true"));
    QSignalSpy failed(process.get(), &RemoteProcess::failed);
    QTRY_COMPARE(failed.count(), 1);
    QCOMPARE(failed.first().first().value<Error>().code, Error::Code::Unavailable);
}

QTEST_GUILESS_MAIN(TestSessionExec)
#include "tst_sessionexec.moc"
