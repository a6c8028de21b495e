// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
// The store on a disk that fails, fills up, or loses its power at any moment. Every how manieth
// fault is tried says ATELIER_FAULT_STEP; 1, in the slow test: each.
#include "tests/backend/store/storeworkload.h"
#include "tests/support/faultydisk.h"

#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include <algorithm>
#include <array>
#include <cerrno>
#include <random>
#include <tuple>

using namespace Atelier;
using namespace Atelier::Store;
using namespace Atelier::Test;
using namespace Qt::StringLiterals;
using FaultyDisk::Call;

namespace {

const QString databaseName = u"atelier.sqlite"_s;

Migrations twoMore()
{
    Migrations more = ourMigrations();
    more.append({u"ALTER TABLE computes ADD COLUMN extra TEXT NOT NULL DEFAULT 'x'"_s,
                 u"CREATE TABLE extras (name TEXT PRIMARY KEY, many BLOB) STRICT"_s,
                 u"INSERT INTO extras VALUES ('first', zeroblob(20000))"_s});
    more.append({u"DROP TABLE extras"_s});
    return more;
}

QByteArray detailOf(const Result<std::unique_ptr<StateStore>> &store, const QByteArray &what)
{
    return store ? what
                 : what + ": " + (store.error().message + u' ' + store.error().detail).toUtf8();
}

QStringList noiseHeard;

void hearNoise(QtMsgType /*type*/, const QMessageLogContext & /*context*/, const QString &message)
{
    noiseHeard.append(message);
}

} // namespace

class StoreFaultsTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void cleanup() { FaultyDisk::heal(); }
    void theDiskReallyFails();
    void aFaultNeverLosesOrInventsAnything_data();
    void aFaultNeverLosesOrInventsAnything();
    void aFaultWhileItIsMadeOrMigratedLeavesAUsableFile_data() { faults(); }
    void aFaultWhileItIsMadeOrMigratedLeavesAUsableFile();
    void aFullDiskIsSaidOnceAndWithoutNoise();
    void aLossOfPowerLosesNothingThatWasAnswered();
    void aLossOfPowerWhileMigratingLeavesAUsableFile();

private:
    static void faults();
    [[nodiscard]] int callsWithoutFault(Call call) const;
    void oneFault(const FaultyDisk::Fault &fault, const QByteArray &what);
    void checkReopened(const QString &folder,
                       const StoredModel &expected,
                       const QByteArray &what,
                       bool orMore = false);

    int m_step = 1;
    QTemporaryDir m_template; ///< a database with a day's writes in it
    StoredModel m_before;
};

void StoreFaultsTest::initTestCase()
{
    m_step = std::max(1, qEnvironmentVariableIntValue("ATELIER_FAULT_STEP"));
    const auto store = StateStore::open(m_template.filePath(databaseName));
    QVERIFY(store);
    m_before = writeAll(store->get(), {});
    QVERIFY(m_before.computes.size() == 4 && m_before.operations == 6);
}

void StoreFaultsTest::faults()
{
    QTest::addColumn<int>("call");
    QTest::addColumn<int>("error");
    QTest::addColumn<bool>("lasting");
    const std::array calls{std::pair(Call::Write, "write"),
                           std::pair(Call::Sync, "sync"),
                           std::pair(Call::Open, "open")};
    const std::array errors{
        std::pair(EIO, "EIO"), std::pair(ENOSPC, "ENOSPC"), std::pair(EMFILE, "EMFILE")};
    for (const auto &[call, callName] : calls) {
        for (const auto &[error, errorName] : errors) {
            for (const bool lasting : {false, true}) {
                QTest::addRow("%s %s%s", callName, errorName, lasting ? " from then on" : "")
                    << static_cast<int>(call) << error << lasting;
            }
        }
    }
}

void StoreFaultsTest::aFaultNeverLosesOrInventsAnything_data()
{
    faults();
}

void StoreFaultsTest::theDiskReallyFails()
{
    const QTemporaryDir folder;
    FaultyDisk::watch(folder.path());
    FaultyDisk::fail({.call = Call::Write, .number = 1, .error = ENOSPC, .lasting = true});
    const auto store = StateStore::open(folder.filePath(databaseName));
    QVERIFY(!store);
    QVERIFY(FaultyDisk::hasFailed());
    QVERIFY2(store.error().code == Error::Code::Exhausted, qPrintable(store.error().detail));
}

void StoreFaultsTest::checkReopened(const QString &folder,
                                    const StoredModel &expected,
                                    const QByteArray &what,
                                    bool orMore)
{
    const QString file = folder + u'/' + databaseName;
    {
        const auto store = StateStore::open(file);
        QVERIFY2(store, detailOf(store, what));
        const StoredModel found = StoredModel::of((*store)->snapshot());
        QVERIFY2(found == expected || (orMore && found.sequence > expected.sequence),
                 QByteArray(what + ": found " + found.text().toUtf8() + " instead of "
                            + expected.text().toUtf8()));
    }
    QVERIFY2(integrityOf(file) == "ok"_L1, what);
}

int StoreFaultsTest::callsWithoutFault(Call call) const
{
    const QTemporaryDir folder;
    copyAsAfterACrash(m_template.path(), folder.path());
    FaultyDisk::watch(folder.path());
    if (auto store = StateStore::open(folder.filePath(databaseName))) {
        const StoredModel after = writeAll(store->get(), m_before);
        store->reset();
        return after.sequence > m_before.sequence ? FaultyDisk::count(call) : 0;
    }
    return 0;
}

void StoreFaultsTest::oneFault(const FaultyDisk::Fault &fault, const QByteArray &what)
{
    const QTemporaryDir folder;
    const QTemporaryDir crashed;
    copyAsAfterACrash(m_template.path(), folder.path());
    StoredModel model = m_before;
    FaultyDisk::watch(folder.path());
    FaultyDisk::fail(fault);
    {
        const auto store = StateStore::open(folder.filePath(databaseName));
        if (store) {
            model = writeAll(store->get(), model);
            // One fault is no reason to refuse everything that comes after it.
            QVERIFY2(fault.lasting || model.sequence > m_before.sequence, what);
        } else {
            QVERIFY2(store.error().message.endsWith(u'.'), qPrintable(store.error().message));
        }
        // A process that is killed now leaves this behind.
        FaultyDisk::fail({});
        copyAsAfterACrash(folder.path(), crashed.path());
        FaultyDisk::fail(fault.lasting ? fault : FaultyDisk::Fault{});
    }
    FaultyDisk::heal();
    // On a disk that obeys no more, what was answered with a failure may stand in the log.
    checkReopened(folder.path(), model, what + ", closed", fault.lasting);
    checkReopened(crashed.path(), model, what + ", killed", fault.lasting);
}

void StoreFaultsTest::aFaultNeverLosesOrInventsAnything()
{
    QFETCH(int, call);
    QFETCH(int, error);
    QFETCH(bool, lasting);
    const int calls = callsWithoutFault(static_cast<Call>(call));
    QVERIFY(calls > 0);
    int trials = 0;
    for (int number = 1; number <= calls; number += m_step, ++trials) {
        oneFault(
            {.call = static_cast<Call>(call), .number = number, .error = error, .lasting = lasting},
            "fault " + QByteArray::number(number));
        if (QTest::currentTestFailed()) {
            return;
        }
    }
    qInfo("%d faults, 0 violations.", trials);
}

void StoreFaultsTest::aFaultWhileItIsMadeOrMigratedLeavesAUsableFile()
{
    QFETCH(int, call);
    QFETCH(int, error);
    QFETCH(bool, lasting);
    int trials = 0;
    for (const bool migrating : {false, true}) {
        bool met = true;
        for (int number = 1; met; number += m_step, ++trials) {
            const QTemporaryDir folder;
            const QTemporaryDir crashed;
            const QString file = folder.filePath(databaseName);
            if (migrating) {
                copyAsAfterACrash(m_template.path(), folder.path());
            }
            FaultyDisk::watch(folder.path());
            FaultyDisk::fail({.call = static_cast<Call>(call),
                              .number = number,
                              .error = error,
                              .lasting = lasting});
            const bool opened =
                StateStore::open(file, migrating ? twoMore() : ourMigrations()).has_value();
            met = FaultyDisk::hasFailed();
            FaultyDisk::heal();
            copyAsAfterACrash(folder.path(), crashed.path());
            const QByteArray what = QByteArray(migrating ? "migrating" : "making") + ", fault "
                                    + QByteArray::number(number);
            QVERIFY2(opened || met, what);
            for (const QString &place : {folder.path(), crashed.path()}) {
                const auto again = StateStore::open(place + u'/' + databaseName,
                                                    migrating ? twoMore() : ourMigrations());
                QVERIFY2(again, detailOf(again, what));
                QCOMPARE(StoredModel::of((*again)->snapshot()).text(),
                         (migrating ? m_before : StoredModel()).text());
            }
            QCOMPARE(integrityOf(file), u"ok"_s);
            if (migrating) {
                QCOMPARE(integrityOf(backupOf(file, ourMigrations().size())), u"ok"_s);
                QVERIFY(!QFile::exists(backupOf(file, ourMigrations().size()) + u".part"_s));
            }
        }
    }
    qInfo("%d faults, 0 violations.", trials);
}

void StoreFaultsTest::aFullDiskIsSaidOnceAndWithoutNoise()
{
    const QTemporaryDir folder;
    FaultyDisk::watch(folder.path());
    auto store = StateStore::open(folder.filePath(databaseName));
    QVERIFY(store);
    noiseHeard.clear();
    const auto former = qInstallMessageHandler(hearNoise);
    FaultyDisk::fail({.call = Call::Write, .number = 1, .error = ENOSPC, .lasting = true});
    // SQLite ends a transaction by itself that outgrows its cache on a full disk.
    QList<QFuture<Result<qint64>>> futures;
    for (int number = 0; number < 5; ++number) {
        futures.append((*store)->write(
            {.compute = ComputeRow{
                 .id = QString::number(number),
                 .name = QString::number(number),
                 .state = u"Running"_s,
                 .json = {{u"d"_s, QString(number == 1 ? 4'000'000 : 10, u'x')}}}}));
    }
    for (auto &future : futures) {
        future.waitForFinished();
    }
    FaultyDisk::heal();
    qInstallMessageHandler(former);
    for (const auto &future : std::as_const(futures)) {
        QVERIFY(!future.result());
        QVERIFY2(future.result().error().code == Error::Code::Exhausted,
                 qPrintable(future.result().error().detail));
    }
    QCOMPARE(noiseHeard, QStringList());
    // There is room again: it goes on, from nothing.
    auto later = (*store)->write(
        {.compute = ComputeRow{.id = u"a"_s, .name = u"a"_s, .state = u"Running"_s}});
    later.waitForFinished();
    QCOMPARE(later.result().value_or(-1), qint64(1));
    store->reset();
    QCOMPARE(StateStore::open(folder.filePath(databaseName)).value()->snapshot().computes.size(),
             1);
}

void StoreFaultsTest::aLossOfPowerLosesNothingThatWasAnswered()
{
    std::mt19937 random(20'251'121);
    int trials = 0;
    bool cut = true;
    for (int number = 1; cut; number += m_step) {
        const QTemporaryDir folder;
        QList<StoredModel> answered{StoredModel()};
        qsizetype atCut = -1;
        FaultyDisk::watch(folder.path());
        FaultyDisk::cutPowerAt(number);
        {
            auto store = StateStore::open(folder.filePath(databaseName));
            QVERIFY(store);
            std::ignore = writeAll(store->get(), {}, [&answered, &atCut](const StoredModel &model) {
                if (atCut < 0 && FaultyDisk::wasCut()) {
                    atCut = answered.size() - 1;
                }
                answered.append(model);
            });
        }
        cut = FaultyDisk::wasCut();
        const FaultyDisk::PowerLoss loss = FaultyDisk::lossAtCut();
        FaultyDisk::heal();
        if (!cut) {
            break;
        }
        for (int variant = 0; variant < 6; ++variant, ++trials) {
            const QTemporaryDir after;
            loss.leaveBehind(after.path(), random);
            const QString file = after.filePath(databaseName);
            const QByteArray what = "cut " + QByteArray::number(number);
            const auto store = StateStore::open(file);
            QVERIFY2(store, detailOf(store, what));
            const StoredModel found = StoredModel::of((*store)->snapshot());
            // All that was answered, and of what was being written all or nothing.
            const qsizetype at = answered.lastIndexOf(found);
            QVERIFY2(at >= 0, QByteArray(what + ": found " + found.text().toUtf8()));
            QVERIFY2(at >= (atCut < 0 ? answered.size() - 1 : atCut),
                     QByteArray(what + ": only " + found.text().toUtf8()));
            QCOMPARE(integrityOf(file), u"ok"_s);
        }
    }
    qInfo("%d losses of power, 0 violations.", trials);
}

void StoreFaultsTest::aLossOfPowerWhileMigratingLeavesAUsableFile()
{
    std::mt19937 random(20'251'122);
    int trials = 0;
    bool cut = true;
    for (int number = 1; cut; number += m_step) {
        const QTemporaryDir folder;
        copyAsAfterACrash(m_template.path(), folder.path());
        FaultyDisk::watch(folder.path());
        FaultyDisk::cutPowerAt(number);
        QVERIFY(StateStore::open(folder.filePath(databaseName), twoMore()));
        cut = FaultyDisk::wasCut();
        const FaultyDisk::PowerLoss loss = FaultyDisk::lossAtCut();
        FaultyDisk::heal();
        for (int variant = 0; cut && variant < 6; ++variant, ++trials) {
            const QTemporaryDir after;
            loss.leaveBehind(after.path(), random);
            const QString file = after.filePath(databaseName);
            const QString backup = backupOf(file, ourMigrations().size());
            if (QFile::exists(backup)) {
                QCOMPARE(integrityOf(backup), u"ok"_s);
            }
            const auto store = StateStore::open(file, twoMore());
            QVERIFY2(store, detailOf(store, "cut " + QByteArray::number(number)));
            QCOMPARE(StoredModel::of((*store)->snapshot()).text(), m_before.text());
            QCOMPARE(integrityOf(file), u"ok"_s);
        }
    }
    qInfo("%d losses of power, 0 violations.", trials);
}

QTEST_GUILESS_MAIN(StoreFaultsTest)
#include "tst_storefaults.moc"
