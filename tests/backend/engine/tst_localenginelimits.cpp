// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/engine/local/hostcapacity.h"
#include "tests/backend/engine/enginetestbed.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QJsonDocument>
#include <QJsonObject>
#include <QSignalSpy>
#include <QTest>

#include <algorithm>
#include <csignal>

using namespace Atelier;
using namespace Atelier::Engine;
using namespace Qt::StringLiterals;

namespace {

constexpr int longTime = 30000;

/** Takes what it is given, page by page, and says so when it has it. */
QString eater(int mebibytes)
{
    return u"python3 -c \"b = b'x' * (%1 << 20); print('eaten')\""_s.arg(mebibytes);
}

} // namespace

/** A node gets no more than its size, where this computer lets us keep it to that. */
class LocalEngineLimitsTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();
    void seesItsCoresOnly_data();
    void seesItsCoresOnly();
    void saysWhetherItsMemoryIsLimited();
    void endsWhatEatsMoreThanItsMemory();
    void saysItAgainToTheNextControlPlane();
    void isNotToldOfAnEarlierRun();
    void leavesNoGroupBehind();
    void removesTheGroupOfAKeeperThatWasKilled_data();
    void removesTheGroupOfAKeeperThatWasKilled();
    void namesTheMemoryOnlyForAnEndThatCameOfIt_data();
    void namesTheMemoryOnlyForAnEndThatCameOfIt();

private:
    [[nodiscard]] NodeSpec small(const QString &id) const;
    [[nodiscard]] RunningNode started(const NodeSpec &spec) const;
    [[nodiscard]] QString groupOf(const QString &id) const;

    std::unique_ptr<EngineTestbed> m_bed;
    std::unique_ptr<LocalEngine> m_engine;
};

#define SKIP_WITHOUT_A_GROUP()                                                                     \
    if (delegatedMemoryGroup().isEmpty()) {                                                        \
        QSKIP("Not tried: this computer gives this user no control group for memory (neither a "   \
              "delegated tree of version 2 nor a writable one of version 1).");                    \
    }

void LocalEngineLimitsTest::init()
{
    const QString missing = EngineTestbed::missing(true);
    QVERIFY2(missing.isEmpty(), qPrintable(missing));
    m_bed = std::make_unique<EngineTestbed>();
    m_engine = std::make_unique<LocalEngine>(m_bed->data(), m_bed->options());
}

void LocalEngineLimitsTest::cleanup()
{
    m_engine.reset();
    m_bed.reset();
}

NodeSpec LocalEngineLimitsTest::small(const QString &id) const
{
    NodeSpec spec = m_bed->spec(id);
    spec.size.memoryGiB = 0.5;
    return spec;
}

RunningNode LocalEngineLimitsTest::started(const NodeSpec &spec) const
{
    const auto node = await(m_engine->start(spec));
    if (!node) {
        qWarning("%s", explain(node).constData());
    }
    return node.value_or(RunningNode{});
}

QString LocalEngineLimitsTest::groupOf(const QString &id) const
{
    const auto record = recordOf(m_bed->node(id));
    return record ? record->node["memoryGroup"_L1].toString() : QString();
}

void LocalEngineLimitsTest::seesItsCoresOnly_data()
{
    QTest::addColumn<int>("cores");
    for (int cores = 1; cores <= std::min<qsizetype>(hostTotals().cpus.size(), 4); ++cores) {
        QTest::addRow("%d", cores) << cores;
    }
}

void LocalEngineLimitsTest::seesItsCoresOnly()
{
    QFETCH(int, cores);
    NodeSpec spec = m_bed->spec(u"a"_s);
    spec.size.cores = cores;
    const RunningNode node = started(spec);
    QVERIFY(node.details.coresLimited);
    QCOMPARE(m_bed->ssh(node, u"nproc"_s).text, QString::number(cores));
    QCOMPARE(
        m_bed->ssh(node, u"python3 -c 'import os; print(len(os.sched_getaffinity(0)))'"_s).text,
        QString::number(cores));
}

void LocalEngineLimitsTest::saysWhetherItsMemoryIsLimited()
{
    const RunningNode node = started(small(u"a"_s));
    QCOMPARE(node.details.memoryLimited, !delegatedMemoryGroup().isEmpty());
    // Not what was wished counts, but what the kernel does.
    QCOMPARE(m_bed->ssh(node, eater(700)).text == "eaten"_L1, !node.details.memoryLimited);
}

void LocalEngineLimitsTest::endsWhatEatsMoreThanItsMemory()
{
    SKIP_WITHOUT_A_GROUP()
    const RunningNode node = started(small(u"a"_s));
    const RunningNode other = started(small(u"b"_s));
    QSignalSpy noticed(m_engine.get(), &ComputeEngine::noticed);
    QSignalSpy ended(m_engine.get(), &ComputeEngine::ended);
    QCOMPARE(m_bed->ssh(node, eater(100)).text, u"eaten"_s);
    QCOMPARE(m_bed->ssh(node, u"sleep 4243 >/dev/null 2>&1 & echo $!"_s).status, 0);
    const auto eaten = m_bed->ssh(node, eater(700));
    QVERIFY2(eaten.status != 0 && eaten.text.isEmpty(), qPrintable(eaten.text));
    QTRY_COMPARE_WITH_TIMEOUT(noticed.count(), 1, longTime);
    const auto notice = noticed.first().first().value<NodeNotice>();
    QCOMPARE(notice.id, u"a"_s);
    QVERIFY2(notice.sentence.startsWith("Out of memory: 0.5 of 0.5 GiB."_L1),
             qPrintable(notice.sentence));
    // Nothing else of it has ended, and nothing of its neighbour or the computer.
    QCOMPARE(m_bed->ssh(node, u"pgrep -f 'sleep 4243' >/dev/null && echo there"_s).text,
             u"there"_s);
    QCOMPARE(m_bed->ssh(other, eater(100)).text, u"eaten"_s);
    QCOMPARE(ended.count(), 0);
}

void LocalEngineLimitsTest::saysItAgainToTheNextControlPlane()
{
    SKIP_WITHOUT_A_GROUP()
    const RunningNode node = started(small(u"a"_s));
    m_engine.reset();
    QVERIFY(m_bed->ssh(node, eater(700)).status != 0); // while nobody looks
    QTRY_VERIFY_WITH_TIMEOUT(QFile::exists(m_bed->node(u"a"_s).memory()), longTime);
    QStringList sentences;
    for (int round = 0; round < 2; ++round) {
        m_engine = std::make_unique<LocalEngine>(m_bed->data(), m_bed->options());
        QSignalSpy noticed(m_engine.get(), &ComputeEngine::noticed);
        const auto adopted = await(m_engine->adopt({u"a"_s}));
        QVERIFY(adopted && adopted->size() == 1);
        QTRY_COMPARE_WITH_TIMEOUT(noticed.count(), 1, longTime);
        sentences.append(noticed.first().first().value<NodeNotice>().sentence);
    }
    QCOMPARE(sentences.first(), sentences.last());
}

void LocalEngineLimitsTest::isNotToldOfAnEarlierRun()
{
    SKIP_WITHOUT_A_GROUP()
    const RunningNode node = started(small(u"a"_s));
    QSignalSpy noticed(m_engine.get(), &ComputeEngine::noticed);
    QVERIFY(m_bed->ssh(node, eater(700)).status != 0);
    QTRY_COMPARE_WITH_TIMEOUT(noticed.count(), 1, longTime);
    QVERIFY(await(m_engine->stop(u"a"_s)));
    const RunningNode again = started(small(u"a"_s));
    QVERIFY(!QFile::exists(m_bed->node(u"a"_s).memory()));
    QVERIFY(m_bed->ssh(again, eater(700)).status != 0); // and counts from none
    QTRY_COMPARE_WITH_TIMEOUT(noticed.count(), 2, longTime);
    QFile file(m_bed->node(u"a"_s).memory());
    QVERIFY(file.open(QIODevice::ReadOnly));
    QCOMPARE(QJsonDocument::fromJson(file.readAll()).object()["kills"_L1].toInt(), 1);
}

void LocalEngineLimitsTest::leavesNoGroupBehind()
{
    SKIP_WITHOUT_A_GROUP()
    const RunningNode node = started(small(u"a"_s));
    const QString group = groupOf(u"a"_s);
    QVERIFY(QFileInfo(group).isDir());
    QVERIFY(m_bed->ssh(node, eater(700)).status != 0);
    QVERIFY(await(m_engine->stop(u"a"_s)));
    QVERIFY(!QFileInfo::exists(group));
}

void LocalEngineLimitsTest::removesTheGroupOfAKeeperThatWasKilled_data()
{
    QTest::addColumn<bool>("recorded");
    QTest::newRow("while it ran") << true;
    QTest::newRow("before its record") << false;
}

void LocalEngineLimitsTest::removesTheGroupOfAKeeperThatWasKilled()
{
    SKIP_WITHOUT_A_GROUP()
    QFETCH(bool, recorded);
    const RunningNode node = started(small(u"a"_s));
    const QString group = groupOf(u"a"_s);
    const auto record = recordOf(m_bed->node(u"a"_s));
    QVERIFY(record && QFileInfo(group).isDir());
    QSignalSpy ended(m_engine.get(), &ComputeEngine::ended);
    QCOMPARE(::kill(record->shim.pid, SIGKILL), 0);
    QTRY_COMPARE_WITH_TIMEOUT(ended.count(), 1, longTime);
    QTRY_VERIFY_WITH_TIMEOUT(!QFileInfo::exists(group), longTime);
    if (!recorded) {
        QVERIFY(QDir().mkpath(group));
        QFile::remove(m_bed->node(u"a"_s).record());
        QVERIFY(await(m_engine->remove(u"a"_s)));
        QVERIFY(!QFileInfo::exists(group));
    }
}

void LocalEngineLimitsTest::namesTheMemoryOnlyForAnEndThatCameOfIt_data()
{
    QTest::addColumn<QString>("time");
    QTest::addColumn<bool>("named");
    QTest::newRow("just before") << u"2026-03-01T07:11:58Z"_s << true;
    QTest::newRow("an hour before") << u"2026-03-01T06:11:58Z"_s << false;
}

void LocalEngineLimitsTest::namesTheMemoryOnlyForAnEndThatCameOfIt()
{
    // The kernel picks the largest program, so a test can't have it pick the node's first.
    QFETCH(QString, time);
    QFETCH(bool, named);
    const NodeFolder folder(m_bed->path(u"node"_s));
    QVERIFY(makeFolder(folder.path()));
    const auto write = [](const QString &path, const QJsonObject &json) {
        return writeFile(path, QJsonDocument(json).toJson(), ownerOnly).has_value();
    };
    QVERIFY(
        write(folder.end(), {{u"cause"_s, u"killed"_s}, {u"time"_s, u"2026-03-01T07:12:00Z"_s}}));
    QVERIFY(write(folder.memory(),
                  {{u"kills"_s, 1},
                   {u"time"_s, time},
                   {u"peakBytes"_s, 2147483648.0},
                   {u"limitBytes"_s, 2147483648.0}}));
    const NodeEnd end = endOf(u"a"_s, folder, thisBoot());
    QCOMPARE(end.cause, NodeEnd::Cause::Killed);
    QVERIFY2(end.sentence.startsWith("Out of memory: 2.0 of 2 GiB."_L1) == named,
             qPrintable(end.sentence));
}

QTEST_GUILESS_MAIN(LocalEngineLimitsTest)
#include "tst_localenginelimits.moc"
