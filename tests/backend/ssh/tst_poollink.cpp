// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/ssh/pool/pool.h"
#include "backend/ssh/remoteprocess.h"
#include "tests/backend/ssh/await.h"
#include "tests/support/testsshd.h"

#include <QElapsedTimer>
#include <QProcess>
#include <QSignalSpy>
#include <QTest>

#include <fcntl.h>
#include <signal.h>
#include <sys/timerfd.h>
#include <unistd.h>

#include <algorithm>
#include <array>

using namespace Atelier;
using namespace Atelier::Ssh;
using namespace std::chrono_literals;
using Test::await;
using Test::explain;

namespace {

/** The two ends of a pipe: what is written to one is news at the other. */
struct News
{
    News()
    {
        std::array<int, 2> ends{-1, -1};
        if (::pipe2(ends.data(), O_CLOEXEC | O_NONBLOCK) != 0) {
            qFatal("No pipe.");
        }
        reader = UniqueFd(ends[0]);
        writer = UniqueFd(ends[1]);
    }
    void tell() const { QCOMPARE(::write(writer.get(), "12345678", 8), 8); }

    UniqueFd reader;
    UniqueFd writer;
};

} // namespace

/** The network's and the computer's return, and what connections make of it. */
class TestPoolLink final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void reportsASwarmOfEventsOnce();
    void reportsAnInterfaceOfThisComputer();
    void armsAClockThatTheKernelTakes();
    void retriesAtOnceWhenTheNetworkReturns();
    void findsADeadConnectionAtOnce();
    void keepsALivingConnection();
    void findsItsServerAfterASleep();
};

void TestPoolLink::reportsASwarmOfEventsOnce()
{
    News news;
    LinkWatch watch({.clock = std::move(news.reader)});
    QSignalSpy changed(&watch, &LinkWatch::changed);
    for (int event = 0; event < 50; ++event) {
        news.tell();
    }
    QTRY_COMPARE(changed.count(), 1);
    // Those that came in the moment after are one more.
    for (int event = 0; event < 50; ++event) {
        news.tell();
        QCoreApplication::processEvents();
    }
    QTRY_COMPARE(changed.count(), 2);
    QElapsedTimer timer;
    timer.start();
    QTRY_VERIFY(timer.elapsed() > 600);
    QCOMPARE(changed.count(), 2);
}

void TestPoolLink::reportsAnInterfaceOfThisComputer()
{
    // In a network of its own, where an ordinary user may switch the interface.
    if (qEnvironmentVariableIsSet("ATELIER_LINK_CHILD")) {
        LinkWatch watch;
        QSignalSpy changed(&watch, &LinkWatch::changed);
        QCOMPARE(QProcess::execute(QStringLiteral("ip"),
                                   {QStringLiteral("link"),
                                    QStringLiteral("set"),
                                    QStringLiteral("lo"),
                                    QStringLiteral("up")}),
                 0);
        QTRY_VERIFY(changed.count() > 0);
        return;
    }
    QProcess child;
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    environment.insert(QStringLiteral("ATELIER_LINK_CHILD"), QStringLiteral("1"));
    child.setProcessEnvironment(environment);
    child.start(QStringLiteral("unshare"),
                {QStringLiteral("-rn"),
                 QCoreApplication::applicationFilePath(),
                 QStringLiteral("reportsAnInterfaceOfThisComputer")});
    QVERIFY(child.waitForFinished());
    const QByteArray output = child.readAll();
    const QByteArray problem = child.readAllStandardError();
    if (problem.contains("unshare") || problem.contains("No such file")) {
        QSKIP("No network of its own can be had here.");
    }
    QVERIFY2(child.exitCode() == 0, QByteArray(output + problem).constData());
}

void TestPoolLink::armsAClockThatTheKernelTakes()
{
    // The real timer, in hand: it is armed, far away, and no event by itself.
    auto sources = LinkWatch::Sources::ofThisComputer();
    QVERIFY(sources.clock.isValid());
    const int clock = sources.clock.get();
    LinkWatch watch(std::move(sources));
    itimerspec left = {};
    QCOMPARE(::timerfd_gettime(clock, &left), 0);
    QCOMPARE_GT(left.it_value.tv_sec, 365 * 24 * 3600);
    // Its cancellation can't be had without setting the computer's clock; its end takes the same
    // way, and the timer is armed again.
    QSignalSpy changed(&watch, &LinkWatch::changed);
    const itimerspec soon{.it_interval = {}, .it_value = {.tv_sec = 0, .tv_nsec = 1'000'000}};
    QCOMPARE(::timerfd_settime(clock, 0, &soon, nullptr), 0);
    QTRY_COMPARE(changed.count(), 1);
    QCOMPARE(::timerfd_gettime(clock, &left), 0);
    QCOMPARE_GT(left.it_value.tv_sec, 365 * 24 * 3600);
}

void TestPoolLink::retriesAtOnceWhenTheNetworkReturns()
{
    Test::TestSshd sshd;
    QVERIFY2(sshd.start(), qPrintable(sshd.error()));
    News news;
    Pool pool(LinkWatch::Sources{.network = {}, .clock = std::move(news.reader)});
    const auto connection = pool.connection(sshd.destination());
    connection->setReconnecting(true);
    QVERIFY(await(connection->open()));
    QSignalSpy states(connection.get(), &Connection::stateChanged);
    sshd.stop();
    // Until the pauses between two attempts have grown to four seconds.
    const auto attempts = [&states] {
        return std::ranges::count_if(states, [](const auto &change) {
            return change.first().template value<SessionState>() == SessionState::Connecting;
        });
    };
    QTRY_COMPARE_GE_WITH_TIMEOUT(attempts(), 4, 20'000);
    QTRY_COMPARE(connection->state(), SessionState::Lost);
    QVERIFY2(sshd.start(), qPrintable(sshd.error()));
    QElapsedTimer timer;
    timer.start();
    news.tell();
    QTRY_COMPARE(connection->state(), SessionState::Ready);
    QCOMPARE_LT(timer.elapsed(), 3000);
}

void TestPoolLink::findsADeadConnectionAtOnce()
{
    Test::TestSshd sshd;
    QVERIFY2(sshd.start(), qPrintable(sshd.error()));
    News news;
    Pool pool(LinkWatch::Sources{.network = {}, .clock = std::move(news.reader)});
    const auto connection = pool.connection(sshd.destination());
    connection->setReconnecting(true);
    QVERIFY(await(connection->open()));
    QTRY_COMPARE(connection->state(), SessionState::Ready);
    // The server is there no more, and nobody says so: its packets would be lost.
    sshd.pause();
    QElapsedTimer timer;
    timer.start();
    QSignalSpy states(connection.get(), &Connection::stateChanged);
    for (int event = 0; event < 50; ++event) {
        news.tell();
    }
    QTRY_VERIFY(states.count() > 0);
    QCOMPARE(states.first().first().value<SessionState>(), SessionState::Lost);
    QCOMPARE_LT(timer.elapsed(), 3000);
    QCOMPARE_GE(timer.elapsed(), 1000);
    sshd.resume();
    QTRY_COMPARE(connection->state(), SessionState::Ready);
}

void TestPoolLink::keepsALivingConnection()
{
    Test::TestSshd sshd;
    QVERIFY2(sshd.start(), qPrintable(sshd.error()));
    News news;
    Pool pool(LinkWatch::Sources{.network = {}, .clock = std::move(news.reader)});
    Destination destination = sshd.destination();
    destination.keepAlive = 0s; // its question, every 15 s of the clock, might come in between
    const auto connection = pool.connection(destination);
    QVERIFY(await(connection->open()));
    QTRY_COMPARE(connection->state(), SessionState::Ready);
    QSignalSpy states(connection.get(), &Connection::stateChanged);
    // Once the command runs: while a channel is being opened, the question takes another form.
    const auto process = connection->start(QStringLiteral("echo on; cat"));
    QSignalSpy output(process.get(), &RemoteProcess::readyOutput);
    QTRY_COMPARE(output.count(), 1);
    news.tell();
    // sshd writes its log by a process of its own.
    QTRY_COMPARE(sshd.log().count(QLatin1String("ctype keepalive@atelier")), 1);
    process->write("still on");
    QTRY_COMPARE(output.count(), 2);
    QCOMPARE(output.last().first().toByteArray(), "still on");
    // Until a connection without a sign of life would have been given up.
    QElapsedTimer timer;
    timer.start();
    QTRY_VERIFY(timer.elapsed() > 2000);
    QCOMPARE(states.count(), 0);
}

void TestPoolLink::findsItsServerAfterASleep()
{
    // A process that is stopped is to its sockets what a sleeping computer is.
    Test::TestSshd sshd;
    if (qEnvironmentVariableIsSet("ATELIER_SLEEP_PORT")) {
        Destination destination = sshd.destination();
        destination.port = static_cast<quint16>(qEnvironmentVariableIntValue("ATELIER_SLEEP_PORT"));
        destination.identityFiles = {qEnvironmentVariable("ATELIER_SLEEP_KEY")};
        destination.hostKeys = {{.type = QStringLiteral("ssh-ed25519"),
                                 .blob = QByteArray::fromHex(qgetenv("ATELIER_SLEEP_HOST"))}};
        PooledConnection connection(destination);
        connection.setReconnecting(true);
        connect(&connection, &Connection::stateChanged, &connection, [](SessionState state) {
            std::fprintf(stderr, "state %d\n", static_cast<int>(state));
        });
        QVERIFY(await(connection.open()));
        QTest::qWait(60'000); // until the parent ends this process
        return;
    }
    QVERIFY2(sshd.start(), qPrintable(sshd.error()));
    QProcess child;
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    environment.insert(QStringLiteral("ATELIER_SLEEP_PORT"), QString::number(sshd.port()));
    environment.insert(QStringLiteral("ATELIER_SLEEP_KEY"), sshd.keyFile());
    environment.insert(QStringLiteral("ATELIER_SLEEP_HOST"),
                       QString::fromLatin1(sshd.hostKey().blob.toHex()));
    child.setProcessEnvironment(environment);
    child.start(QCoreApplication::applicationFilePath(),
                {QStringLiteral("findsItsServerAfterASleep")});
    const QByteArray ready = "state " + QByteArray::number(static_cast<int>(SessionState::Ready))
                             + '\n';
    QByteArray said;
    const auto isReady = [&] {
        said += child.readAllStandardError();
        return said.contains(ready);
    };
    QTRY_VERIFY_WITH_TIMEOUT(isReady(), 20'000);
    QCOMPARE(::kill(static_cast<pid_t>(child.processId()), SIGSTOP), 0);
    QVERIFY(sshd.restart());
    said.clear();
    QElapsedTimer timer;
    timer.start();
    QCOMPARE(::kill(static_cast<pid_t>(child.processId()), SIGCONT), 0);
    QTRY_VERIFY_WITH_TIMEOUT(isReady(), 20'000);
    QCOMPARE_LT(timer.elapsed(), 3000);
    child.kill();
    QVERIFY(child.waitForFinished());
}

QTEST_GUILESS_MAIN(TestPoolLink)
#include "tst_poollink.moc"
