// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/engine/local/strays.h"
#include "tests/backend/engine/enginetestbed.h"

#include <QCoreApplication>
#include <QDir>
#include <QJsonDocument>
#include <QJsonObject>
#include <QSignalSpy>
#include <QTest>

#include <csignal>

using namespace Atelier;
using namespace Atelier::Engine;

namespace {

constexpr int longTime = 30000;

} // namespace

/** What stays and what goes when a process is killed with -9. */
class LocalEngineSurvivalTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        const QString missing = EngineTestbed::missing(true);
        QVERIFY2(missing.isEmpty(), qPrintable(missing));
        m_bed = std::make_unique<EngineTestbed>();
    }

    void cleanup() { m_bed.reset(); }

    void aLoginSurvivesTheEngineAndANewOneAdopts()
    {
        QProcess engine;
        engine.start(QCoreApplication::applicationDirPath() + QStringLiteral("/engine_to_kill"),
                     {m_bed->data(), m_bed->workspace(), QStringLiteral("a"), m_bed->publicKey()});
        QTRY_VERIFY_WITH_TIMEOUT(engine.canReadLine(), longTime);
        QVERIFY(engine.readLine().trimmed().toInt() > 0);
        const auto record = recordOf(m_bed->node(QStringLiteral("a")));
        QVERIFY(record.has_value());
        const RunningNode before = runningNodeFrom(
            QStringLiteral("a"), m_bed->node(QStringLiteral("a")), *record);

        QProcess login;
        login.start(QStringLiteral("ssh"),
                    m_bed->sshArguments(before, QStringLiteral("key")) << QStringLiteral("cat"));
        login.write("one\n");
        QTRY_VERIFY_WITH_TIMEOUT(login.canReadLine(), longTime);
        QCOMPARE(login.readLine(), "one\n");
        engine.kill();
        QVERIFY(engine.waitForFinished());
        login.write("two\n");
        QTRY_VERIFY_WITH_TIMEOUT(login.canReadLine(), longTime);
        QCOMPARE(login.readLine(), "two\n");

        LocalEngine next(m_bed->data(), m_bed->options());
        QSignalSpy ended(&next, &ComputeEngine::ended);
        const QList<RunningNode> adopted = adoptedBy(next, {QStringLiteral("a")});
        QCOMPARE(adopted.size(), 1);
        QCOMPARE(adopted.first().access, before.access);
        QCOMPARE(adopted.first().details.userHome, before.details.userHome);
        QCOMPARE(next.sizes().capacity.freeCores, next.sizes().capacity.cores - 1);
        login.write("three\n");
        QTRY_VERIFY_WITH_TIMEOUT(login.canReadLine(), longTime);
        QCOMPARE(login.readLine(), "three\n");
        QCOMPARE(ended.count(), 0);

        QVERIFY(await(next.stop(QStringLiteral("a"))));
        QVERIFY(!isAlive(record->child));
        QTRY_COMPARE_WITH_TIMEOUT(login.state(), QProcess::NotRunning, longTime);
    }

    void aKilledKeeperTakesItsNodeAlong()
    {
        LocalEngine engine(m_bed->data(), m_bed->options());
        QSignalSpy ended(&engine, &ComputeEngine::ended);
        const RunningNode node = startedBy(engine, QStringLiteral("a"));
        const auto record = recordOf(m_bed->node(node.id));
        QVERIFY(record && isAlive(record->shim) && isAlive(record->child));
        QCOMPARE(::kill(record->shim.pid, SIGKILL), 0);
        QTRY_COMPARE_WITH_TIMEOUT(ended.count(), 1, longTime);
        QCOMPARE(ended.first().first().value<NodeEnd>().cause, NodeEnd::Cause::Lost);
        QVERIFY(!isAlive(record->child));
        QVERIFY(m_bed->ssh(node, QStringLiteral("true")).status != 0);
        // And it can be started again.
        QVERIFY(startedBy(engine, QStringLiteral("a")).access.port > 0);
    }

    void aKilledSandboxIsRecorded()
    {
        const auto engine = std::make_unique<LocalEngine>(m_bed->data(), m_bed->options());
        QSignalSpy ended(engine.get(), &ComputeEngine::ended);
        const RunningNode node = startedBy(*engine, QStringLiteral("a"));
        QCOMPARE(::kill(recordOf(m_bed->node(node.id))->child.pid, SIGKILL), 0);
        QTRY_COMPARE_WITH_TIMEOUT(ended.count(), 1, longTime);
        QCOMPARE(ended.first().first().value<NodeEnd>().cause, NodeEnd::Cause::Killed);
    }

    void endsWhatHasNoRow()
    {
        const auto record = leftBehind();
        LocalEngine next(m_bed->data(), m_bed->options());
        QVERIFY(adoptedBy(next, {}).isEmpty());
        QTRY_VERIFY_WITH_TIMEOUT(!isAlive(record.shim), longTime);
        QTRY_VERIFY_WITH_TIMEOUT(!isAlive(record.child), longTime);
        QTRY_VERIFY_WITH_TIMEOUT(!QDir(m_bed->node(QStringLiteral("a")).path()).exists(), longTime);
    }

    void keepsTheFilesOfWhatHasNoRow()
    {
        const NodeFolder folder = m_bed->node(QStringLiteral("a"));
        const auto record = leftBehind();
        const QString work = QStringLiteral("/a year's work");
        QVERIFY(writeFile(folder.home() + work, "mine", ownerOnly));
        LocalEngine next(m_bed->data(), m_bed->options());
        QVERIFY(adoptedBy(next, {}).isEmpty());
        QTRY_VERIFY_WITH_TIMEOUT(!QDir(folder.path()).exists(), longTime);
        QVERIFY(!isAlive(record.shim));
        QVERIFY(!isAlive(record.child));
        const QDir aside(setAsideFolder(m_bed->data()));
        const QStringList kept = aside.entryList(QDir::Dirs | QDir::NoDotAndDotDot);
        QCOMPARE(kept.size(), 1);
        QVERIFY2(kept.first().startsWith(QStringLiteral("box-a-")), qPrintable(kept.first()));
        QCOMPARE(contentOf(NodeFolder(aside.filePath(kept.first())).home() + work),
                 QByteArray("mine"));
    }

    void tellsHowANodeEndedWhileNobodyLooked()
    {
        const auto record = leftBehind();
        QCOMPARE(::kill(record.shim.pid, SIGTERM), 0);
        QTRY_VERIFY_WITH_TIMEOUT(!isLocked(m_bed->node(QStringLiteral("a")).lock()), longTime);
        LocalEngine next(m_bed->data(), m_bed->options());
        QSignalSpy ended(&next, &ComputeEngine::ended);
        QVERIFY(adoptedBy(next, {QStringLiteral("a")}).isEmpty());
        QCOMPARE(ended.count(), 1);
        QCOMPARE(ended.first().first().value<NodeEnd>().cause, NodeEnd::Cause::Stopped);
    }

    void tellsThatTheComputerRestarted_data()
    {
        QTest::addColumn<int>("signal");
        QTest::newRow("power lost") << SIGKILL;
        QTest::newRow("shut down") << SIGTERM;
    }

    void tellsThatTheComputerRestarted()
    {
        QFETCH(int, signal);
        const auto record = leftBehind();
        QCOMPARE(::kill(record.shim.pid, signal), 0);
        QTRY_VERIFY_WITH_TIMEOUT(!isLocked(m_bed->node(QStringLiteral("a")).lock()), longTime);
        LocalEngineOptions options = m_bed->options();
        const QDateTime moment(QDate::currentDate(), QTime(7, 12));
        options.boot = {.id = QStringLiteral("another"), .time = moment};
        const auto [cause, sentence] = onlyEnd(options);
        QCOMPARE(cause, NodeEnd::Cause::ComputerRestarted);
        QCOMPARE(sentence, QStringLiteral("The computer restarted at 07:12."));
        options.boot.time = moment.addDays(-1);
        QVERIFY(onlyEnd(options).second.endsWith(QStringLiteral(" 07:12.")));
    }

    void aClockThatIsSetIsNoRestart()
    {
        const auto record = leftBehind();
        QCOMPARE(::kill(record.shim.pid, SIGKILL), 0);
        QTRY_VERIFY_WITH_TIMEOUT(!isLocked(m_bed->node(QStringLiteral("a")).lock()), longTime);
        LocalEngineOptions options = m_bed->options();
        options.boot = thisBoot();
        options.boot.time = QDateTime::currentDateTime().addYears(1);
        QCOMPARE(onlyEnd(options).first, NodeEnd::Cause::Lost);
    }

    void tellsAStopThatWasAskedForFromTheEndOfASession()
    {
        {
            const auto record = leftBehind();
            QCOMPARE(::kill(record.shim.pid, SIGTERM), 0);
            QTRY_VERIFY_WITH_TIMEOUT(!isLocked(m_bed->node(QStringLiteral("a")).lock()), longTime);
            QVERIFY(onlyEnd(m_bed->options()).second.contains(QStringLiteral("from outside")));
        }
        const auto record = leftBehind();
        ::sigqueue(record.shim.pid, SIGTERM, {.sival_int = stopAskedFor});
        QTRY_VERIFY_WITH_TIMEOUT(!isLocked(m_bed->node(QStringLiteral("a")).lock()), longTime);
        LocalEngineOptions options = m_bed->options();
        QCOMPARE(onlyEnd(options).second, QStringLiteral("The instance was stopped."));
        options.boot = {.id = QStringLiteral("another"), .time = QDateTime::currentDateTime()};
        QCOMPARE(onlyEnd(options).first, NodeEnd::Cause::Stopped);
    }

    void adoptsWhatAnOlderKeeperKeeps()
    {
        {
            LocalEngine engine(m_bed->data(), m_bed->options());
            startedBy(engine, QStringLiteral("a"));
            QVERIFY(await(engine.stop(QStringLiteral("a"))));
        }
        // As the control plane of that time left it.
        const NodeFolder folder = m_bed->node(QStringLiteral("a"));
        QJsonObject spec = QJsonDocument::fromJson(contentOf(folder.spec())).object();
        spec[QLatin1String("protocol")] = 1;
        QVERIFY(writeFile(folder.spec(), QJsonDocument(spec).toJson(), ownerOnly));
        const QString older = QCoreApplication::applicationDirPath()
                              + QStringLiteral("/older-atelier-shim");
        QVERIFY(QProcess::startDetached(older, {folder.path()}));
        QTRY_VERIFY_WITH_TIMEOUT(
            recordOf(folder) && recordOf(folder)->state == QStringLiteral("running"), longTime);
        QCOMPARE(recordOf(folder)->protocol, 1);
        QVERIFY(recordOf(folder)->protocol < shimProtocol);

        LocalEngine engine(m_bed->data(), m_bed->options());
        QSignalSpy ended(&engine, &ComputeEngine::ended);
        const QList<RunningNode> adopted = adoptedBy(engine, {QStringLiteral("a")});
        QCOMPARE(adopted.size(), 1);
        QCOMPARE(m_bed->ssh(adopted.first(), QStringLiteral("echo here")).text,
                 QStringLiteral("here"));
        QVERIFY(await(engine.stop(QStringLiteral("a"))));
        QVERIFY(!isLocked(folder.lock()));
        QCOMPARE(ended.count(), 0);
        QVERIFY(startedBy(engine, QStringLiteral("a")).access.port > 0);
        QCOMPARE(recordOf(folder)->protocol, shimProtocol);
    }

    void twoEnginesDoNotMeet()
    {
        EngineTestbed other;
        LocalEngine first(m_bed->data(), m_bed->options());
        LocalEngine second(other.data(), other.options());
        const RunningNode one = startedBy(first, QStringLiteral("a"));
        const RunningNode two = startedBy(second, QStringLiteral("a"));
        QVERIFY(one.access.port != two.access.port);
        QVERIFY(adoptedBy(second, {QStringLiteral("a")}).size() == 1);
        QVERIFY(await(second.stop(QStringLiteral("a"))));
        QCOMPARE(m_bed->ssh(one, QStringLiteral("true")).status, 0);
    }

private:
    static QList<RunningNode> adoptedBy(LocalEngine &engine, const QStringList &known)
    {
        return await(engine.adopt(known)).value_or(QList<RunningNode>());
    }

    /** What an engine that comes now tells of node "a", which ended. */
    std::pair<NodeEnd::Cause, QString> onlyEnd(const LocalEngineOptions &options)
    {
        LocalEngine engine(m_bed->data(), options);
        QSignalSpy ended(&engine, &ComputeEngine::ended);
        [&] {
            QVERIFY(adoptedBy(engine, {QStringLiteral("a")}).isEmpty());
            QCOMPARE(ended.count(), 1);
        }();
        const auto end = ended.value(0).value(0).value<NodeEnd>();
        return {end.cause, end.sentence};
    }

    RunningNode startedBy(LocalEngine &engine, const QString &id)
    {
        const auto node = await(engine.start(m_bed->spec(id)));
        [&] { QVERIFY2(node, explain(node).constData()); }();
        return node.value_or(RunningNode());
    }

    /** Node "a" runs, its engine is gone. */
    NodeRecord leftBehind()
    {
        LocalEngine engine(m_bed->data(), m_bed->options());
        startedBy(engine, QStringLiteral("a"));
        return recordOf(m_bed->node(QStringLiteral("a"))).value_or(NodeRecord());
    }

    std::unique_ptr<EngineTestbed> m_bed;
};

QTEST_GUILESS_MAIN(LocalEngineSurvivalTest)
#include "tst_localenginesurvival.moc"
