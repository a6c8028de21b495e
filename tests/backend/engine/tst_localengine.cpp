// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/backend/engine/enginetestbed.h"

#include <QDir>
#include <QElapsedTimer>
#include <QFile>
#include <QSet>
#include <QSignalSpy>
#include <QTcpServer>
#include <QTest>

using namespace Atelier;
using namespace Atelier::Engine;

namespace {

constexpr int longTime = 30000;

} // namespace

/** Life of a node: start, stop, ports, keys, folders, removal. */
class LocalEngineTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        const QString missing = EngineTestbed::missing(true);
        QVERIFY2(missing.isEmpty(), qPrintable(missing));
        m_bed = std::make_unique<EngineTestbed>();
        m_engine = std::make_unique<LocalEngine>(m_bed->data(), m_bed->options());
    }

    void cleanup()
    {
        m_engine.reset();
        m_bed.reset();
    }

    void startsANodeThatAnswersAtOnce()
    {
        QElapsedTimer timer;
        timer.start();
        const RunningNode node = started(m_bed->spec(QStringLiteral("a")));
        qInfo("running after %lld ms", timer.elapsed());
        QCOMPARE(node.id, QStringLiteral("a"));
        QCOMPARE(node.access.address, QStringLiteral("127.0.0.1"));
        QVERIFY(node.details.isolated);
        QVERIFY(node.details.coresLimited);
        QCOMPARE(node.details.userHome, QStringLiteral("/home/") + node.access.user);
        const auto output = m_bed->ssh(node, QStringLiteral("hostname; id -un; pwd; nproc"));
        QCOMPARE(output.text,
                 QStringLiteral("box-a\n%1\n%2\n1").arg(node.access.user, node.details.userHome));
        QCOMPARE(output.status, 0);
    }

    void putsALongCreationLogAside()
    {
        const NodeFolder folder = m_bed->node(QStringLiteral("a"));
        QVERIFY(QDir().mkpath(folder.path()));
        for (const char letter : {'x', 'y'}) {
            QFile log(folder.creationLog());
            QVERIFY(log.open(QIODevice::WriteOnly));
            log.write(QByteArray((1024 * 1024) + 1, letter));
            log.close();
            const RunningNode node = started(m_bed->spec(QStringLiteral("a")));
            QVERIFY(
                m_bed->creationLog(node.id).contains(QLatin1String("Starting the SSH server.")));
            QVERIFY(!m_bed->creationLog(node.id).contains(QString(2, QLatin1Char(letter))));
            QVERIFY(await(m_engine->stop(node.id)));
        }
        QFile former(folder.creationLog() + QLatin1String(".1"));
        QVERIFY(former.open(QIODevice::ReadOnly));
        QCOMPARE(former.read(2), QByteArray("yy"));
        QCOMPARE(QDir(folder.path()).entryList({QStringLiteral("creation.log*")}).size(), 2);
    }

    void startsTenAtOnce()
    {
        constexpr int count = 10;
        QElapsedTimer timer;
        timer.start();
        QList<QFuture<Result<RunningNode>>> futures;
        for (int index = 0; index < count; ++index) {
            futures.append(m_engine->start(m_bed->spec(QString::number(index))));
        }
        QSet<quint16> ports;
        for (const auto &future : std::as_const(futures)) {
            const auto node = await(future);
            QVERIFY2(node, explain(node).constData());
            ports.insert(node->access.port);
        }
        qInfo("ten running after %lld ms", timer.elapsed());
        QCOMPARE(ports.size(), count);
    }

    void keepsItsPortAndHostKeyOverStopAndStart()
    {
        NodeSpec spec = m_bed->spec(QStringLiteral("a"));
        const RunningNode first = started(spec);
        QVERIFY(stopped(spec.id));
        QVERIFY(m_bed->ssh(first, QStringLiteral("true")).status != 0);
        spec.preferredPort = first.access.port;
        const RunningNode second = started(spec);
        QCOMPARE(second.access, first.access);
        QCOMPARE(m_bed->ssh(second, QStringLiteral("true")).status, 0);
    }

    void takesAnotherPortWhenItsOwnIsTaken()
    {
        QTcpServer other;
        QVERIFY(other.listen(QHostAddress::LocalHost));
        NodeSpec spec = m_bed->spec(QStringLiteral("a"));
        spec.preferredPort = other.serverPort();
        const RunningNode node = started(spec);
        QVERIFY(node.access.port != other.serverPort());
        QCOMPARE(m_bed->ssh(node, QStringLiteral("echo yes")).text, QStringLiteral("yes"));
    }

    void endsADaemonThatLeftItsSession()
    {
        const RunningNode node = started(m_bed->spec(QStringLiteral("a")));
        const QString mark = QStringLiteral("ATELIER_TEST_DAEMON=") + m_bed->data();
        QCOMPARE(m_bed
                     ->ssh(node,
                           QStringLiteral(
                               "setsid sh -c '( setsid sleep 4242 >/dev/null 2>&1 </dev/null & )'"))
                     .status,
                 0);
        const auto record = recordOf(m_bed->node(node.id));
        QVERIFY(record.has_value());
        QTRY_VERIFY(m_bed->ssh(node, QStringLiteral("pgrep -x sleep")).status == 0);
        QVERIFY(stopped(node.id));
        QVERIFY(!isAlive(record->child));
        QVERIFY(!isAlive(record->shim));
        QVERIFY(!isLocked(m_bed->node(node.id).lock()));
    }

    void saysThatItWasStoppedOnlyToWhoAsked()
    {
        QSignalSpy ended(m_engine.get(), &ComputeEngine::ended);
        const RunningNode node = started(m_bed->spec(QStringLiteral("a")));
        QVERIFY(stopped(node.id));
        QVERIFY(stopped(node.id)); // not running: no error
        QCOMPARE(ended.count(), 0);
    }

    void tellsWhenTheServerOfANodeIsKilled()
    {
        QSignalSpy ended(m_engine.get(), &ComputeEngine::ended);
        const RunningNode node = started(m_bed->spec(QStringLiteral("a")));
        // The oldest sshd of the sandbox is the one that listens.
        QVERIFY(m_bed->ssh(node, QStringLiteral("kill -9 $(pgrep -o -x sshd)")).status != 1);
        QTRY_COMPARE_WITH_TIMEOUT(ended.count(), 1, longTime);
        const auto end = ended.takeFirst().first().value<NodeEnd>();
        QCOMPARE(end.id, node.id);
        QCOMPARE(end.cause, NodeEnd::Cause::Killed);
        QVERIFY(end.sentence.endsWith(QLatin1Char('.')));
    }

    void replacesTheKeysWhileItRuns()
    {
        m_bed->makeKey(QStringLiteral("other"));
        const RunningNode node = started(m_bed->spec(QStringLiteral("a")));
        QVERIFY(m_bed->ssh(node, QStringLiteral("true"), QStringLiteral("other")).status != 0);
        QVERIFY(m_engine->setAuthorizedKeys(node.id, {m_bed->publicKey(QStringLiteral("other"))}));
        QCOMPARE(m_bed->ssh(node, QStringLiteral("true"), QStringLiteral("other")).status, 0);
        QVERIFY(m_bed->ssh(node, QStringLiteral("true")).status != 0);
    }

    void showsFoldersOfThisComputer()
    {
        QVERIFY(QDir().mkpath(m_bed->path(QStringLiteral("photos"))));
        QVERIFY(writeFile(m_bed->path(QStringLiteral("photos/a.txt")), "from the host", ownerOnly));
        NodeSpec spec = m_bed->spec(QStringLiteral("a"));
        spec.mounts = {{.source = m_bed->path(QStringLiteral("photos")),
                        .mountPath = QStringLiteral("/data/photos")},
                       {.source = m_bed->path(QStringLiteral("photos")),
                        .mountPath = QStringLiteral("~/photos"),
                        .readOnly = false}};
        const RunningNode node = started(spec);
        QCOMPARE(m_bed->ssh(node, QStringLiteral("cat /data/photos/a.txt")).text,
                 QStringLiteral("from the host"));
        const auto refused = m_bed->ssh(node, QStringLiteral("touch /data/photos/b.txt"));
        QVERIFY2(refused.errors.contains(QLatin1String("Read-only")), qPrintable(refused.errors));
        QCOMPARE(m_bed->ssh(node, QStringLiteral("echo new > photos/c.txt")).status, 0);
        QCOMPARE(contentOf(m_bed->path(QStringLiteral("photos/c.txt"))), "new\n");
    }

    void refusesAFolderThatIsGone()
    {
        NodeSpec spec = m_bed->spec(QStringLiteral("a"));
        spec.mounts = {{.source = QStringLiteral("/gone/with/the/wind"),
                        .mountPath = QStringLiteral("/data")}};
        const auto result = await(m_engine->start(spec));
        QVERIFY(!result);
        QVERIFY(result.error().message.contains(QLatin1String("/gone/with/the/wind")));
        QVERIFY(!isLocked(m_bed->node(spec.id).lock()));
    }

    void refusesAFolderInPlaceOfTheSystem()
    {
        NodeSpec spec = m_bed->spec(QStringLiteral("a"));
        spec.mounts = {{.source = m_bed->workspace(), .mountPath = QStringLiteral("/usr/share")}};
        const auto result = await(m_engine->start(spec));
        QVERIFY(!result);
        QCOMPARE(result.error().target, QStringLiteral("dataMounts"));
    }

    void countsWhatIsPromised()
    {
        const Arm::HostCapacity before = m_engine->sizes().capacity;
        QVERIFY(before.cores >= 1);
        QCOMPARE(before.freeCores, before.cores);
        const RunningNode node = started(m_bed->spec(QStringLiteral("a")));
        QCOMPARE(m_engine->sizes().capacity.freeCores, before.cores - 1);
        QCOMPARE(m_engine->sizes().capacity.freeMemoryGiB, before.freeMemoryGiB - 1);
        QVERIFY(stopped(node.id));
        QCOMPARE(m_engine->sizes().capacity, before);
    }

    void removesTheFolderOnceItIsStopped()
    {
        const RunningNode node = started(m_bed->spec(QStringLiteral("a")));
        QCOMPARE(
            m_bed
                ->ssh(node,
                      QStringLiteral("mkdir -p x/y && touch x/y/z && chmod 0500 x/y && chmod 0 x"))
                .status,
            0);
        const auto refused = await(m_engine->remove(node.id));
        QCOMPARE(refused.error().code, Error::Code::Conflict);
        QVERIFY(stopped(node.id));
        const auto removed = await(m_engine->remove(node.id));
        QVERIFY2(removed, explain(removed).constData());
        QVERIFY(QDir(m_bed->data() + QStringLiteral("/nodes"))
                    .isEmpty(QDir::AllEntries | QDir::Hidden | QDir::NoDotAndDotDot));
    }

    void saysThatTheDiskIsFull()
    {
        const RunningNode node = started(m_bed->spec(QStringLiteral("a")));
        QVERIFY(stopped(node.id));
        // Where the keeper writes its record and its end: a file that takes nothing.
        const QDir folder(m_bed->node(QStringLiteral("a")).path());
        for (const QString &name :
             {QStringLiteral("record.json.new"), QStringLiteral("end.json.new")}) {
            QVERIFY(QFile::link(QStringLiteral("/dev/full"), folder.filePath(name)));
        }
        const auto failed = await(m_engine->start(m_bed->spec(QStringLiteral("a"))));
        QVERIFY(!failed);
        QVERIFY2(failed.error().message.contains(QLatin1String("disk is full")),
                 explain(failed).constData());
        QVERIFY(contentOf(folder.filePath(QStringLiteral("sshd.log"))).contains("No space left"));
    }

    void namesWhyAStartWasGivenUp()
    {
        const RunningNode node = started(m_bed->spec(QStringLiteral("a")));
        QVERIFY(stopped(node.id));
        const QDir folder(m_bed->node(QStringLiteral("a")).path());
        QVERIFY(folder.mkdir(QStringLiteral("record.json.new")));
        const auto failed = await(m_engine->start(m_bed->spec(QStringLiteral("a"))));
        QVERIFY(!failed);
        QVERIFY2(failed.error().message.contains(QLatin1String("Is a directory")),
                 explain(failed).constData());
        QVERIFY(contentOf(folder.filePath(QStringLiteral("end.json"))).contains("Is a directory"));
        QVERIFY(folder.rmdir(QStringLiteral("record.json.new")));
        std::ignore = started(m_bed->spec(QStringLiteral("a")));
    }

private:
    RunningNode started(const NodeSpec &spec)
    {
        const auto node = await(m_engine->start(spec));
        [&] { QVERIFY2(node, explain(node).constData()); }();
        return node.value_or(RunningNode());
    }

    bool stopped(const QString &id) { return await(m_engine->stop(id)).has_value(); }

    std::unique_ptr<EngineTestbed> m_bed;
    std::unique_ptr<LocalEngine> m_engine; ///< after what it works in
};

QTEST_GUILESS_MAIN(LocalEngineTest)
#include "tst_localengine.moc"

#include <tuple>
