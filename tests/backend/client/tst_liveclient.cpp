// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/temporaryhost.h"

#include <QFile>
#include <QJsonDocument>
#include <QJsonObject>
#include <QSignalSpy>
#include <QTest>

#include <algorithm>
#include <csignal>

using namespace Atelier;
using namespace Atelier::Client;

using Link = ControlPlane::Link;

namespace {

constexpr int patience = 20'000;
constexpr qint64 soon = 100; // ms between a commit and its arrival here

} // namespace

/** The client and the launcher with the real control plane and real instances. */
class TestLiveClient : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { host = std::make_unique<TemporaryHost>(); }
    void cleanup() { host.reset(); }

    void createsAnInstanceAndKeepsItsLog();
    void hearsOfChangesAtOnce();
    void stopsStartsRestartsAndRemoves();
    void handsOnWhyAnOperationWasRefused();
    void knowsWhatIsOffered();
    void comesBackWhenTheControlPlaneWasKilled();
    void followsTheLogWhileTheControlPlaneIsReplaced();
    void replacesAnOlderControlPlaneUnderARunningInstance();
    void startsOneControlPlaneForTwoLaunchers();

private:
    template<typename T>
    [[nodiscard]] bool succeeds(const QFuture<Result<T>> &future)
    {
        if (!QTest::qWaitFor([&future] { return future.isFinished(); }, patience)) {
            qWarning("still under way");
            return false;
        }
        const Result<T> result = future.result();
        if (!result) {
            qWarning() << result.error().message << result.error().detail;
        }
        return result.has_value();
    }

    std::unique_ptr<TemporaryHost> host;
    const QString name = QStringLiteral("ada-box");
};

void TestLiveClient::createsAnInstanceAndKeepsItsLog()
{
    QVERIFY(host->connectClient());
    const auto created = host->client().create(
        {.name = name, .vmSize = QStringLiteral("Local_C1_M2")});
    QVERIFY(succeeds(created));
    QCOMPARE(created.result()->name, name);
    const auto log = host->client().creationLog(name);
    QByteArray text;
    connect(
        log.get(), &CreationLog::appended, this, [&text](const QByteArray &more) { text += more; });
    QSignalSpy finished(log.get(), &CreationLog::finished);
    QTRY_COMPARE_WITH_TIMEOUT(host->stateOf(name), QStringLiteral("Running"), patience);
    QTRY_COMPARE_WITH_TIMEOUT(finished.count(), 1, patience * 3);
    QVERIFY2(text.trimmed().endsWith("Ready."), text.constData());

    const auto again = host->client().creationLog(name);
    QByteArray afterwards;
    connect(again.get(), &CreationLog::appended, this, [&afterwards](const QByteArray &more) {
        afterwards += more;
    });
    QSignalSpy finishedAgain(again.get(), &CreationLog::finished);
    QTRY_COMPARE(finishedAgain.count(), 1);
    QCOMPARE(afterwards, text);
}

void TestLiveClient::hearsOfChangesAtOnce()
{
    QVERIFY(host->connectClient());
    QList<qint64> delays;
    QObject scope; // the instance changes once more when the host is cleaned up
    connect(
        &host->client(), &ControlPlane::instanceChanged, &scope, [&delays](const auto &instance) {
            if (instance.local.stateSince.isValid()) {
                delays.append(instance.local.stateSince.msecsTo(QDateTime::currentDateTimeUtc()));
            }
        });
    QVERIFY(host->createRunning(name));
    for (int round = 0; round < 3; ++round) {
        QVERIFY(succeeds(host->client().stop(name)));
        QVERIFY(succeeds(host->client().start(name)));
    }
    // Of a change that is none of the state, stateSince tells nothing: the quicker half counts.
    QVERIFY(delays.size() >= 12);
    std::ranges::sort(delays);
    QVERIFY(delays.at(delays.size() / 2) < soon);
}

void TestLiveClient::stopsStartsRestartsAndRemoves()
{
    QVERIFY(host->connectClient());
    QVERIFY(host->createRunning(name));
    QVERIFY(succeeds(host->client().stop(name)));
    QTRY_COMPARE(host->stateOf(name), QStringLiteral("Stopped"));
    QVERIFY(succeeds(host->client().start(name)));
    QTRY_COMPARE(host->stateOf(name), QStringLiteral("Running"));
    QVERIFY(succeeds(host->client().restart(name)));
    QTRY_COMPARE(host->stateOf(name), QStringLiteral("Running"));
    QVERIFY(host->client().instance(name)->lastOperation->name == Arm::OperationName::Restart);
    QSignalSpy removed(&host->client(), &ControlPlane::instanceRemoved);
    QVERIFY(succeeds(host->client().remove(name)));
    QTRY_COMPARE(removed.count(), 1);
    QVERIFY(host->client().instances().isEmpty());
}

void TestLiveClient::handsOnWhyAnOperationWasRefused()
{
    QVERIFY(host->connectClient());
    QVERIFY(host->createRunning(name));
    const auto started = host->client().start(name);
    QTRY_VERIFY(started.isFinished());
    QVERIFY(!started.result().has_value());
    QVERIFY(started.result().error().message.endsWith(u'.'));
    const auto created = host->client().create(
        {.name = QStringLiteral("gpu-node-01"), .vmSize = QStringLiteral("Local_C1_M2")});
    QTRY_VERIFY(created.isFinished());
    QVERIFY(!created.result().has_value());
    QCOMPARE(created.result().error().target, QStringLiteral("name"));
}

void TestLiveClient::knowsWhatIsOffered()
{
    QVERIFY(host->connectClient());
    const auto sizes = host->client().sizes();
    QVERIFY(succeeds(sizes));
    QVERIFY(!sizes.result()->sizes.isEmpty());
    QVERIFY(sizes.result()->capacity.cores > 0);
    QVERIFY(host->createRunning(name));
    const auto access = host->client().access(name);
    QVERIFY(succeeds(access));
    QVERIFY(access.result()->port > 0);
    QVERIFY(!access.result()->hostKeys.isEmpty());
    const auto summary = host->client().homeSummary(name);
    QVERIFY(succeeds(summary));
    QVERIFY(summary.result()->complete);
    QVERIFY(succeeds(host->client().registerStudioKey(
        QStringLiteral("test-1"),
        QStringLiteral(
            "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIJx0bR9Oq2bBUXEdTbPWAEd7sJ1Xo9bZ6cVjzYqZ0Q1s "
            "test"))));
}

void TestLiveClient::comesBackWhenTheControlPlaneWasKilled()
{
    QVERIFY(host->connectClient());
    QVERIFY(host->createRunning(name));
    const auto before = host->client().access(name);
    QVERIFY(succeeds(before));
    const QDateTime since = host->client().instance(name)->local.stateSince;
    const qint64 pid = host->pid();
    QSignalSpy removed(&host->client(), &ControlPlane::instanceRemoved);
    host->killControlPlane();
    QTRY_COMPARE(host->client().link(), Link::Unreachable);
    QCOMPARE(host->stateOf(name), QStringLiteral("Running"));

    QVERIFY(host->connectClient());
    QVERIFY(host->pid() != pid);
    QTRY_COMPARE(host->client().link(), Link::Online);
    QCOMPARE(host->stateOf(name), QStringLiteral("Running"));
    QCOMPARE(host->client().instance(name)->local.stateSince, since);
    QCOMPARE(removed.count(), 0);
    const auto after = host->client().access(name);
    QVERIFY(succeeds(after));
    QVERIFY(*after.result() == *before.result());
    QVERIFY(succeeds(host->client().stop(name)));
}

void TestLiveClient::followsTheLogWhileTheControlPlaneIsReplaced()
{
    QVERIFY(host->connectClient());
    QVERIFY(
        succeeds(host->client().create({.name = name, .vmSize = QStringLiteral("Local_C1_M2")})));
    const auto log = host->client().creationLog(name);
    QByteArray text;
    connect(
        log.get(), &CreationLog::appended, this, [&text](const QByteArray &more) { text += more; });
    QSignalSpy finished(log.get(), &CreationLog::finished);
    // The set-up goes on behind a running instance, whoever follows it.
    QTRY_COMPARE_WITH_TIMEOUT(host->stateOf(name), QStringLiteral("Running"), patience);
    host->killControlPlane();
    QVERIFY(host->connectClient());
    QTRY_COMPARE_WITH_TIMEOUT(finished.count(), 1, patience * 3);
    QVERIFY2(text.count("Ready.") == 1, text.constData());
}

void TestLiveClient::replacesAnOlderControlPlaneUnderARunningInstance()
{
    QVERIFY(host->connectClient());
    QVERIFY(host->createRunning(name));
    const auto before = host->client().access(name);
    QVERIFY(succeeds(before));
    const QDateTime since = host->client().instance(name)->local.stateSince;
    const qint64 pid = host->pid();
    // The one that runs says of itself that it is of a former release.
    QFile file(host->dataFolder() + u"/endpoint.json");
    QVERIFY(file.open(QIODevice::ReadWrite));
    QJsonObject note = QJsonDocument::fromJson(file.readAll()).object();
    note.insert(QStringLiteral("protocol"), protocolVersion - 1);
    QVERIFY(file.resize(0) && file.seek(0));
    file.write(QJsonDocument(note).toJson());
    file.close();

    Launcher launcher(host->dataFolder());
    const auto refused = launcher.ensure();
    QTRY_VERIFY_WITH_TIMEOUT(refused.isFinished(), patience);
    QVERIFY(!refused.result());
    QCOMPARE(refused.result().error().target, QString(replaceable));
    QVERIFY(DetachedProcess::isAlive(pid));

    QVERIFY(host->replaceControlPlane());
    QVERIFY(host->pid() != pid);
    QVERIFY(!DetachedProcess::isAlive(pid));
    QTRY_COMPARE(host->stateOf(name), QStringLiteral("Running"));
    QCOMPARE(host->client().instance(name)->local.stateSince, since);
    const auto after = host->client().access(name);
    QVERIFY(succeeds(after));
    QVERIFY(*after.result() == *before.result());
    const auto found = launcher.ensure();
    QVERIFY(succeeds(found));
    QCOMPARE(found.result()->pid, host->pid());
}

void TestLiveClient::startsOneControlPlaneForTwoLaunchers()
{
    Launcher one(host->dataFolder());
    Launcher two(host->dataFolder());
    QSignalSpy startedOne(&one, &Launcher::started);
    QSignalSpy startedTwo(&two, &Launcher::started);
    const auto first = one.ensure();
    const auto second = two.ensure();
    QVERIFY(succeeds(first));
    QVERIFY(succeeds(second));
    QCOMPARE(startedOne.count() + startedTwo.count(), 2);
    QVERIFY(*first.result() == *second.result());
    QVERIFY(host->connectClient()); // so that it is ended with the host
    QCOMPARE(host->pid(), first.result()->pid);
    const qint64 loser = startedOne.constFirst().constFirst().toLongLong() == host->pid()
                             ? startedTwo.constFirst().constFirst().toLongLong()
                             : startedOne.constFirst().constFirst().toLongLong();
    QTRY_VERIFY(!DetachedProcess::isAlive(loser));
    // While the launchers live they reap what they started.
    ::kill(static_cast<pid_t>(host->pid()), SIGTERM);
    QTRY_VERIFY_WITH_TIMEOUT(!DetachedProcess::isAlive(host->pid()), patience);
}

QTEST_GUILESS_MAIN(TestLiveClient)
#include "tst_liveclient.moc"
